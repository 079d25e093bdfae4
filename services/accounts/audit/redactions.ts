import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, readRows } from '../../../shared/persistence/rows.ts';

/** What an erasure's entry in the trail says that it changed: see `redact_audit` in m0018. */
interface Announced {
  erasureId: string;
  count: number;
  digest: string;
}

const SAID = /\[borrado ([0-9a-f-]{36}), (\d{1,18}) asientos, huella ([0-9a-f]{64})\]$/;

/** Reads what the detail of a `user.erase` entry ends with. */
export const announcedIn = (detail: string): Announced | null => {
  const [, erasureId, count, digest] = SAID.exec(detail) ?? [];
  if (erasureId === undefined || count === undefined || digest === undefined) return null;
  return { erasureId, count: Number(count), digest };
};

/** What was changed of one entry: from one hash at its place in the chain to the other. */
interface Redaction {
  auditId: string;
  erasureId: string;
  before: string;
  after: string;
}

const redactionRule = z.object({ auditId: z.string(), erasureId: id, before: z.string(), after: z.string() });
const REDACTIONS = `
  select "audit_id"::text as "auditId", "erasure_id" as "erasureId", encode("before", 'hex') as "before",
    encode("after", 'hex') as "after"
  from "accounts"."audit_redactions"`;

/** How one erasure changed one entry, by the entry's id. */
export const redactionsOf = async (
  em: EntityManager,
  auditIds: readonly string[],
): Promise<Map<string, Redaction[]>> => {
  if (auditIds.length === 0) return new Map();
  const rows = await readRows(
    em,
    redactionRule,
    `${REDACTIONS} where "audit_id" in (select value::bigint from jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(auditIds)],
  );
  return Map.groupBy(rows, ({ auditId }) => auditId);
};

/** Whether what an erasure changed is, to the letter, what its entry in the trail said at that moment. */
export const isBacked = async (
  em: EntityManager,
  { erasureId, count, digest }: Announced,
): Promise<boolean> => {
  const rows = await readRows(
    em,
    redactionRule,
    `${REDACTIONS} where "erasure_id" = ? order by "audit_redactions"."audit_id"`,
    [erasureId],
  );
  const content = rows.map(({ auditId, before, after }) => `${auditId}:${before}:${after}`).join(',');
  return rows.length === count && createHash('sha256').update(content).digest('hex') === digest;
};

/**
 * Whether an entry became what it is by redactions alone, one after the other.
 *
 * @param chained its hash in the chain
 * @param now its hash as it stands
 */
export const leadsTo = (redactions: readonly Redaction[], chained: string, now: string): boolean => {
  const left = [...redactions];
  let hash = chained;
  while (left.length > 0) {
    const next = left.findIndex(({ before }) => before === hash);
    if (next === -1) return false;
    hash = left.splice(next, 1)[0]?.after ?? hash;
  }
  return hash === now;
};

/**
 * Erasures that go over the trail at this moment: their entry comes with the last that they change. One that has not ended
 * for a day excuses nothing.
 */
export const erasuresUnderWay = async (em: EntityManager): Promise<string[]> => {
  const rows = await readRows(
    em,
    z.object({ id }),
    `select "erasure_id" as "id" from "accounts"."redacting" where "moment" > now() - interval '1 day'`,
  );
  return rows.map(({ id }) => id);
};
