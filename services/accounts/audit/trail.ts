import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { AuditEntry, Named } from '../../../shared/contract/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { UserEntity } from '../store/entities.ts';
import { record } from './audit.ts';

const rowRule = z.object({
  id: z.string(),
  at: moment,
  actorId: id.nullable(),
  action: z.string(),
  ip: z.string(),
  detail: z.string(),
  total: z.number(),
  first: z.array(id),
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
    (select "id" from "accounts"."audit" where "actor_id" = ? and ${others.sql} order by "id" desc limit ?)
    union all (select "id" from "accounts"."audit" where "subject_ids" @> array[?]::uuid[])))`,
  values: [userId, ...others.values, limit, userId],
});

/**
 * One page of the trail, newest first, as it was before this reading was written down as well.
 *
 * @throws AppError `forbidden` (403), `validation` (400) when the cursor is none of ours
 */
export const readTrail = async (
  em: EntityManager,
  { actor, userId, action, beside, cursor, limit, ip }: ActionParams<'accounts.auditTrail'>,
  now: Date,
): Promise<ActionResult<'accounts.auditTrail'>> => {
  authorize(actor, 'administer');
  const where: Condition[] = [];
  if (action !== undefined) where.push({ sql: '"action" = ?', values: [action] });
  if (cursor !== undefined) where.push({ sql: '"id" < ?::bigint', values: [beforeOf(cursor)] });
  if (userId !== undefined) where.push(byOrAbout(userId, both(where), limit + 1));
  const { sql, values } = both(where);
  const rows = await readRows(
    em,
    rowRule,
    `select "id"::text, "at", "actor_id" as "actorId", "action", "ip", "detail",
       cardinality("subject_ids") as total, to_json("subject_ids"[1:3]) as first
     from "accounts"."audit" where ${sql} order by "audit"."id" desc limit ?`,
    [...values, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const names = await namesOf(em, shown);
  const about = userId === undefined ? [] : [userId];
  if (!beside)
    await record(em, { actor, action: 'audit.read', subjectIds: about, ip, detail: action ?? '' }, now);
  const next = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
  return { items: shown.map((row) => present(row, names)), next };
};

const present = (row: Row, names: ReadonlyMap<string, Named>): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actorId === null ? null : (names.get(row.actorId) ?? gone(row.actorId)),
  action: row.action,
  subjects: { total: row.total, first: row.first.map((id) => names.get(id) ?? gone(id)) },
  ip: row.ip,
  detail: row.detail,
});

/** Somebody who was erased, as the trail has called them since. */
const gone = (id: string): Named => ({ id, nombreCompleto: 'Cuenta borrada', gone: true });

const namesOf = async (em: EntityManager, rows: readonly Row[]): Promise<Map<string, Named>> => {
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
