import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Attempt, AttemptOutcome } from '../../../shared/contract/history.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { mayAdminister } from '../../../shared/policy/access.ts';
import { RecordEntity } from '../record/record.ts';
import { missingRecord } from './missing-record.ts';

const rowRule = z.object({
  leaseId: id,
  attempt: z.number(),
  startedAt: moment,
  finishedAt: moment.nullable(),
  outcome: word<AttemptOutcome>().nullable(),
  detail: z.string().nullable(),
  source: z.string().nullable(),
  lane: z.string().nullable(),
  worker: z.string(),
  traceId: id.nullable(),
  hasEvidence: z.boolean(),
});

/** Newer ones say all; a record that is checked every month has that many in eight years. */
const LATEST = 100;

/**
 * A person's latest attempts, newest first.
 *
 * @throws AppError `not_found` (404), the same for who may not read them and for a missing record
 */
export const readHistory = async (em: EntityManager, actor: Actor, userId: string): Promise<Attempt[]> => {
  if (!mayAdminister(actor) || (await em.count(RecordEntity, { userId })) === 0) throw missingRecord();
  const rows = await readRows(
    em,
    rowRule,
    `select "attempts"."lease_id" as "leaseId", "attempt", "started_at" as "startedAt", "finished_at" as "finishedAt",
       "outcome", "detail", "source", "lane", "worker", "trace_id" as "traceId",
       "evidence"."lease_id" is not null as "hasEvidence"
     from "census"."attempts" left join "census"."evidence" using ("lease_id")
     where "user_id" = ? order by "started_at" desc, "lease_id" desc limit ?`,
    [userId, LATEST],
  );
  return rows.map(({ startedAt, finishedAt, ...attempt }) => ({
    ...attempt,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    durationMs: finishedAt === null ? null : finishedAt.getTime() - startedAt.getTime(),
  }));
};
