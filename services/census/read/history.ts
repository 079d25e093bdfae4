import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Attempt } from '../../../shared/contract/history.ts';
import { mayAdminister } from '../../../shared/policy/access.ts';
import { RecordEntity } from '../record/record.ts';
import { missingRecord } from './missing-record.ts';

interface Row {
  lease_id: string;
  attempt: number;
  started_at: string;
  finished_at: string | null;
  outcome: Attempt['outcome'];
  detail: string | null;
  source: string | null;
  lane: string | null;
  worker: string;
  trace_id: string | null;
  has_evidence: boolean;
}

/** Newer ones say all; a record that is checked every month has that many in eight years. */
const LATEST = 100;

/**
 * A person's latest attempts, newest first.
 *
 * @throws AppError `not_found` (404), the same for who may not read them and for a missing record
 */
export const readHistory = async (em: EntityManager, actor: Actor, userId: string): Promise<Attempt[]> => {
  if (!mayAdminister(actor) || (await em.count(RecordEntity, { userId })) === 0) throw missingRecord();
  const rows = await em.execute<Row[]>(
    `select "attempts".*, "evidence"."lease_id" is not null as has_evidence
     from "census"."attempts" left join "census"."evidence" using ("lease_id")
     where "user_id" = ? order by "started_at" desc, "lease_id" desc limit ?`,
    [userId, LATEST],
  );
  return rows.map(present);
};

const present = (row: Row): Attempt => {
  const startedAt = new Date(row.started_at);
  const finishedAt = row.finished_at === null ? null : new Date(row.finished_at);
  return {
    leaseId: row.lease_id,
    attempt: row.attempt,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    durationMs: finishedAt === null ? null : finishedAt.getTime() - startedAt.getTime(),
    outcome: row.outcome,
    detail: row.detail,
    source: row.source,
    lane: row.lane,
    worker: row.worker,
    traceId: row.trace_id,
    hasEvidence: row.has_evidence,
  };
};
