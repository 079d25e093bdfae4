import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { expire } from '../record/changes.ts';
import { RecordEntity } from '../record/record.ts';
import type { RetryPolicy } from '../record/retry-policy.ts';
import { applyAll } from '../store/apply.ts';
import { releaseProbeOf } from '../store/lanes.ts';
import { closeAttempt } from './attempts.ts';

const SWEEP_BATCH = 100;

/**
 * Ends the leases that ran out: their records are due again, or an error when their attempts are used up.
 *
 * @returns how many
 */
export const expireLeases = async (em: EntityManager, policy: RetryPolicy, now: Date): Promise<number> => {
  // Nearly every look finds none, and needs no transaction for it.
  const some = await em.execute<unknown[]>(
    'select 1 from "census"."records" where "lease_expires_at" <= ? limit 1',
    [now],
  );
  return some.length === 0 ? 0 : expireSome(em, policy, now);
};

const expireSome = (em: EntityManager, policy: RetryPolicy, now: Date): Promise<number> =>
  em.transactional(async (tx) => {
    const rows = await tx.find(
      RecordEntity,
      { leaseExpiresAt: { $lte: now } },
      {
        orderBy: { leaseExpiresAt: 'asc' },
        limit: SWEEP_BATCH,
        lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
      },
    );
    for (const row of rows) {
      const leaseId = row.leaseId ?? '';
      await closeAttempt(tx, leaseId, { outcome: 'crash', detail: null, source: null }, now);
      await releaseProbeOf(tx, leaseId, now);
    }
    // Last, so that the lanes are locked before the batches, as when a lookup is completed.
    await applyAll(
      tx,
      rows.map((row) => ({ row, change: expire(row, policy, now) })),
      now,
    );
    return rows.length;
  });
