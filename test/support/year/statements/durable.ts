import {
  type Access,
  date,
  dateOrNull,
  NOTHING,
  number,
  type Statements,
  text,
  textOrNull,
} from '../store/access.ts';

export const announce = (on: Access, name: string, payload: unknown, createdAt: unknown): void =>
  on.put('outbox', {
    id: on.store.nextId(),
    name,
    payload: JSON.parse(text(payload)),
    createdAt: date(createdAt),
  });

/** What every service's outbox, dead letters and walks ask, whatever its schema is called. */
export const durableStatements: Statements = {
  'select pg_try_advisory_xact_lock(hashtext(?)) as "held"': (on, [name]) => [
    { held: on.tryLock(text(name)) },
  ],
  'insert into "census"."outbox"': (on, [name, payload, createdAt]) => {
    const id = on.store.nextId();
    on.put('outbox', {
      id,
      name: text(name),
      payload: JSON.parse(text(payload)),
      createdAt: date(createdAt),
    });
    return NOTHING;
  },
  'select "id"::text, "name", "payload" from "census"."outbox"': (on, [limit]) =>
    on
      .all('outbox')
      .sort((a, b) => a.id - b.id)
      .slice(0, number(limit))
      .map(({ id, name, payload }) => ({ id: String(id), name, payload })),
  'select 1 from "census"."outbox" limit 1': (on) =>
    on
      .all('outbox')
      .slice(0, 1)
      .map(() => ({})),
  'delete from "census"."outbox" where "id" in': (on, ids) => {
    const gone = new Set(ids.map(Number));
    return on.remove('outbox', ({ id }) => gone.has(id));
  },
  'select 1 from "census"."dead_letters" where "id" = ? and "dead_at" is not null': (on, [id]) =>
    on.get('dead_letters', text(id))?.deadAt == null ? NOTHING : [{}],
  'select "tries", "last_try_at" as "lastTryAt", "dead_at" as "deadAt" from "census"."dead_letters"': (
    on,
    [id],
  ) => on.choose('dead_letters', (row) => row.id === id),
  'insert into "census"."dead_letters"': async (on, [id, name, payload, error, tries, lastTryAt, deadAt]) => {
    const newer = {
      ...{ error: text(error), tries: number(tries) },
      ...{ lastTryAt: date(lastTryAt), deadAt: dateOrNull(deadAt) },
    };
    const row = { id: text(id), name: text(name), payload: JSON.parse(text(payload)), ...newer };
    const there = await on.insert('dead_letters', row);
    if (there !== undefined) on.put('dead_letters', { ...there, ...newer });
    return NOTHING;
  },
  'delete from "census"."dead_letters" where "dead_at" is null and "last_try_at" < ?': (on, [before]) =>
    on.remove('dead_letters', (row) => row.deadAt === null && row.lastTryAt < date(before)),
  'delete from "census"."dead_letters" where "id" = ? and "dead_at" is null': (on, [id]) =>
    on.remove('dead_letters', (row) => row.id === id && row.deadAt === null),
  'delete from "census"."dead_letters" where "last_try_at" < ?': (on, [before]) =>
    on.remove('dead_letters', ({ lastTryAt }) => lastTryAt < date(before)),
  'insert into "census"."catch_up"': async (on, [heldUntil, nextAt, seenAt, now, , hurried]) => {
    const row = {
      ...{ recentAt: null, recentId: null, wholeAt: null, wholeId: null },
      ...{ heldUntil: date(heldUntil), nextAt: date(nextAt), seenAt: date(seenAt) },
    };
    const there = await on.insert('catch_up', row, true);
    if (there === undefined) return [row];
    const isTime = there.heldUntil <= date(now) && (there.nextAt <= date(now) || hurried === true);
    if (!isTime) return NOTHING;
    const taken = { ...there, heldUntil: row.heldUntil };
    on.put('catch_up', taken, true);
    return [taken];
  },
  'update "census"."catch_up" set "recent_at" = ?': (on, [recentAt, recentId, wholeAt, wholeId, heldUntil]) =>
    on.update(
      'catch_up',
      () => true,
      () => ({
        ...{ recentAt: dateOrNull(recentAt), recentId: textOrNull(recentId) },
        ...{ wholeAt: dateOrNull(wholeAt), wholeId: textOrNull(wholeId), heldUntil: date(heldUntil) },
      }),
      true,
    ),
  'update "census"."catch_up" set "held_until" = ?, "next_at" = ?': (
    on,
    [heldUntil, nextAt, seenAll, seenAt],
  ) =>
    on.update(
      'catch_up',
      () => true,
      (row) => ({
        ...{ heldUntil: date(heldUntil), nextAt: date(nextAt) },
        seenAt: seenAll === true ? date(seenAt) : row.seenAt,
      }),
      true,
    ),
};
