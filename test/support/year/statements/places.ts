import { randomUUID } from 'node:crypto';
import { type Access, date, NOTHING, number, type Statements, text, textOrNull } from '../store/access.ts';
import type { PlaceRow } from '../store/tables.ts';

export const newestOf = (on: Access, userId: unknown): PlaceRow[] =>
  on
    .all('places')
    .filter((row) => row.userId === userId)
    .sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime() || b.firstAt.getTime() - a.firstAt.getTime());

/** Where people voted before. */
export const placeStatements: Statements = {
  'select "departamento", "municipio", "puesto"': (on, [userId, most]) =>
    newestOf(on, userId).slice(0, number(most)),
  'insert into "census"."places"': async (on, values) => {
    const [userId, departamento, municipio, puesto, direccion, mesa, source, firstAt, lastAt] = values;
    await on.insert('places', {
      ...{ id: randomUUID(), userId: text(userId), departamento: text(departamento) },
      ...{ municipio: text(municipio), puesto: text(puesto), direccion: text(direccion), mesa: text(mesa) },
      ...{ source: textOrNull(source), firstAt: date(firstAt), lastAt: date(lastAt) },
    });
    return NOTHING;
  },
  'update "census"."places" set': (on, values) => {
    const [departamento, municipio, puesto, direccion, mesa, source, now, userId] = values;
    const newest = newestOf(on, userId)[0]?.id;
    return on.update(
      'places',
      ({ id }) => id === newest,
      ({ lastAt }) => ({
        ...{ departamento: text(departamento), municipio: text(municipio), puesto: text(puesto) },
        ...{ direccion: text(direccion), mesa: text(mesa), source: textOrNull(source) },
        lastAt: date(now) > lastAt ? date(now) : lastAt,
      }),
    );
  },
  'delete from "census"."places" where "id" in': (on, [before, limit]) =>
    on.remove(
      'places',
      (former) =>
        former.lastAt < date(before) && (newestOf(on, former.userId)[0]?.lastAt ?? 0) > former.lastAt,
      { limit: number(limit) },
    ),
  'update "census"."records" set "move" = null where "user_id" in': async (
    on,
    [changedBefore, seenBefore, limit],
  ) => {
    const old = await on.choose(
      'records',
      ({ move }) =>
        move != null &&
        move.changedAt < text(changedBefore) &&
        move.seenAt !== null &&
        move.seenAt < text(seenBefore),
      { limit: number(limit), skipLocked: true },
    );
    for (const row of old) on.put('records', { ...row, move: null });
    return old.map(({ userId }) => ({ id: userId }));
  },
};
