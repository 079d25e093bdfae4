import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';
import type { CensusMetrics } from '../metrics.ts';

/**
 * How long a person waited for the answer that this lease brought, with the queue and all attempts before it.
 *
 * @returns seconds; null when the lease brought no answer, or something newer was asked meanwhile
 */
export const readAnswerWait = async (em: EntityManager, leaseId: string): Promise<number | null> => {
  const [row] = await readRows(
    em,
    z.object({ seconds: z.number() }),
    `select extract(epoch from attempt."finished_at" - record."requested_at")::float8 as seconds
     from "census"."attempts" attempt join "census"."records" record using ("user_id")
     where attempt."lease_id" = ? and attempt."finished_at" = record."answered_at"
       and attempt."finished_at" >= record."requested_at"`,
    [leaseId],
  );
  return row?.seconds ?? null;
};

/** Notes the wait in the metrics; the answer is stored already, so a failure here is only logged. */
export const noteAnswerWait = async (
  em: EntityManager,
  leaseId: string,
  { metrics, warn }: { metrics: Pick<CensusMetrics, 'lookupWait'>; warn: (message: string) => void },
): Promise<void> => {
  try {
    const seconds = await readAnswerWait(em, leaseId);
    if (seconds !== null) metrics.lookupWait.observe(seconds);
  } catch (error) {
    warn(`wait for lease ${leaseId} not measured: ${error}`);
  }
};
