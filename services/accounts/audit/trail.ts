import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { AuditEntry, Named } from '../../../shared/contract/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import { assertMayAdminister } from '../administration/assert-may-administer.ts';
import { UserEntity } from '../persistence/entities.ts';

interface Row {
  id: string;
  at: string;
  actor_id: string | null;
  action: string;
  ip: string;
  detail: string;
  total: number;
  first: string[];
}

/**
 * One page of the trail, newest first. Reading it is not written down: it would be about itself.
 *
 * @throws AppError `forbidden` (403), `validation` (400) when the cursor is none of ours
 */
export const readTrail = async (
  em: EntityManager,
  { actor, userId, action, cursor, limit }: ActionParams<'accounts.auditTrail'>,
): Promise<ActionResult<'accounts.auditTrail'>> => {
  assertMayAdminister(actor);
  const conditions: [sql: string, values: string[]][] = [];
  if (userId !== undefined)
    conditions.push(['("actor_id" = ? or "subject_ids" @> array[?]::uuid[])', [userId, userId]]);
  if (action !== undefined) conditions.push(['"action" = ?', [action]]);
  if (cursor !== undefined) conditions.push(['"id" < ?::bigint', [beforeOf(cursor)]]);
  const where = conditions.map(([sql]) => sql).join(' and ') || 'true';
  const rows = await em.execute<Row[]>(
    `select "id"::text, "at", "actor_id", "action", "ip", "detail",
       cardinality("subject_ids") as total, to_json("subject_ids"[1:3]) as first
     from "accounts"."audit" where ${where} order by "audit"."id" desc limit ?`,
    [...conditions.flatMap(([, values]) => values), limit + 1],
  );
  const shown = rows.slice(0, limit);
  const names = await namesOf(em, shown);
  const next = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
  return { items: shown.map((row) => present(row, names)), next };
};

const present = (row: Row, names: ReadonlyMap<string, Named>): AuditEntry => ({
  id: row.id,
  at: new Date(row.at).toISOString(),
  actor: names.get(row.actor_id ?? '') ?? null,
  action: row.action,
  subjects: { total: row.total, first: row.first.flatMap((id) => names.get(id) ?? []) },
  ip: row.ip,
  detail: row.detail,
});

const namesOf = async (em: EntityManager, rows: readonly Row[]): Promise<Map<string, Named>> => {
  const ids = new Set(rows.flatMap(({ actor_id, first }) => [actor_id ?? [], first].flat()));
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
