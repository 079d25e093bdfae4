import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { AuditEntry, Named } from '../../../shared/contract/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { UserEntity } from '../store/entities.ts';
import { noteLook } from './looks.ts';
import { type Visit, visitsOf } from './visits.ts';

const rowRule = z.object({
  id: z.string(),
  at: moment,
  since: moment,
  times: z.number(),
  open: z.boolean(),
  actorId: id.nullable(),
  action: z.string(),
  ip: z.string(),
  detail: z.string(),
  total: z.number(),
  first: z.array(id),
  whom: z.string(),
  seen: z.array(z.array(z.coerce.number())).nullable(),
});
type Row = z.output<typeof rowRule>;

interface Condition {
  sql: string;
  values: (string | number)[];
}

const both = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(' and ') || 'true',
  values: conditions.flatMap(({ values }) => values),
});

/** Each half by its own index: with an "or" Postgres may walk the whole trail for a person who is hardly in it. */
const byOrAbout = (userId: string, others: Condition, limit: number): Condition => ({
  sql: `"id" = any(array(
    (select "id" from "accounts"."trail" where "actor_id" = ? and ${others.sql} order by "id" desc limit ?)
    union all (select "id" from "accounts"."trail" where "subject_ids" @> array[?]::uuid[])))`,
  values: [userId, ...others.values, limit, userId],
});

/** Of so many the trail says the names. */
const NAMED = 3;
/** So many entries are gone through for one page of visits. */
const MOST_ENTRIES = 2_000;

/**
 * One page of the trail, newest first, as it was before this reading was written down as well; what is looked at still comes
 * first. With `visits`, what the same person read again and again is one, also where each look is an entry, as once.
 *
 * @throws AppError `forbidden` (403), `validation` (400) when the cursor is none of ours
 */
export const readTrail = async (
  em: EntityManager,
  { actor, action, beside, visits: byVisit, limit, ip, ...asked }: ActionParams<'accounts.auditTrail'>,
  now: Date,
): Promise<ActionResult<'accounts.auditTrail'>> => {
  authorize(actor, 'administer');
  const userId = await personOf(em, asked);
  const count = byVisit ? MOST_ENTRIES : limit;
  const rows =
    userId === null
      ? []
      : await readEntries(em, { ...asked, userId, action }, { count: count + 1, named: NAMED });
  const { visits, last } = byVisit
    ? visitsOf(rows.slice(0, count), limit)
    : { visits: rows.slice(0, limit).map((row) => ({ row, times: row.times, from: row.since })), last: null };
  const names = await namesOf(
    em,
    visits.map(({ row }) => row),
  );
  const about = userId == null ? [] : [userId];
  if (!beside)
    await noteLook(em, { actor, action: 'audit.read', subjectIds: about, ip, detail: action ?? '' }, now);
  const end = last ?? (rows.length > count ? rows[count - 1] : undefined);
  const newest = visits.toSorted((one, other) => other.row.at.getTime() - one.row.at.getTime());
  return { items: newest.map((visit) => present(visit, names)), next: end?.id ?? null };
};

/** Whose entries are meant: undefined = everybody's, null = of a cédula that nobody has. */
export const personOf = async (
  em: EntityManager,
  { userId, cedula }: Pick<ActionParams<'accounts.auditTrail'>, 'userId' | 'cedula'>,
): Promise<string | null | undefined> => {
  if (cedula === undefined) return userId;
  return (await em.findOne(UserEntity, { cedula }))?.id ?? null;
};

type Asked = Pick<ActionParams<'accounts.auditTrail'>, 'userId' | 'action' | 'cursor' | 'from' | 'until'>;

/** Entries as they were written, newest first. @param named so many of whom each is about are given */
export const readEntries = async (
  em: EntityManager,
  { userId, action, cursor, from, until }: Asked,
  { count, named }: { count: number; named: number },
): Promise<Row[]> => {
  const where: Condition[] = [];
  if (action !== undefined) where.push({ sql: '"action" = ?', values: [action] });
  if (cursor !== undefined) where.push({ sql: '"id" < ?::bigint', values: [beforeOf(cursor)] });
  if (from !== undefined) where.push({ sql: '"at" >= ?::timestamptz', values: [from] });
  if (until !== undefined) where.push({ sql: '"since" < ?::timestamptz', values: [until] });
  if (userId !== undefined) where.push(byOrAbout(userId, both(where), count));
  const { sql, values } = both(where);
  return readRows(
    em,
    rowRule,
    `select "id"::text, "at", "since", "times", "open", "actor_id" as "actorId", "action", "ip", "detail",
       cardinality("subject_ids") as total, to_json("subject_ids"[1:${named}]) as first,
       md5(coalesce((select string_agg("one"::text, ' ' order by "one") from unnest("subject_ids") "one"), '')) as "whom", to_json("seen") as "seen"
     from "accounts"."trail" where ${sql} order by "trail"."id" desc limit ?`,
    [...values, count],
  );
};

const present = ({ row, times, from }: Visit<Row>, names: ReadonlyMap<string, Named>): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actorId === null ? null : (names.get(row.actorId) ?? gone(row.actorId)),
  action: row.action,
  subjects: { total: row.total, first: row.first.map((id) => names.get(id) ?? gone(id)) },
  ip: row.ip,
  detail: row.detail,
  ...(times === 1 ? {} : { visit: { times, from: from.toISOString() } }),
  ...(row.open ? { open: true } : {}),
});

/** Somebody who was erased, as the trail has called them since. */
export const gone = (id: string): Named => ({ id, nombreCompleto: 'Cuenta borrada', gone: true });

export const namesOf = async (
  em: EntityManager,
  rows: readonly Pick<Row, 'actorId' | 'first'>[],
): Promise<Map<string, Named>> => {
  const ids = new Set(rows.flatMap(({ actorId, first }) => [actorId ?? [], first].flat()));
  if (ids.size === 0) return new Map();
  const people = await em.find(UserEntity, { id: { $in: [...ids] } });
  return new Map(people.map(({ id, nombreCompleto }) => [id, { id, nombreCompleto }]));
};

const beforeOf = (cursor: string): string => {
  if (/^\d{1,18}$/.test(cursor)) return cursor;
  throw new AppError('validation', 'El enlace a esta página de la lista no es válido: vuelva al comienzo.', {
    status: 400,
    fields: { cursor: 'No es válido.' },
  });
};
