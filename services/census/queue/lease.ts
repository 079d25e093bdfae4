import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Lease } from '../../../shared/contract/census.ts';
import { AttemptEntity, RecordEntity, type RecordRow } from '../persistence/entities.ts';
import { apply } from '../record/apply.ts';
import { lease } from '../record/changes.ts';

/** The order in which due records are served; `records_due` is its index. */
export const serviceOrder = { priority: 'asc', dueAt: 'asc', userId: 'asc' } as const;

/**
 * Lends the most urgent due record to `worker`, or null when none is due. Two workers never get the same one:
 * a row that another transaction holds is passed over.
 */
export const leaseNext = (
  em: EntityManager,
  { worker, leaseS, maxAttempts }: { worker: string; leaseS: number; maxAttempts: number },
  now: Date,
): Promise<Lease | null> =>
  em.transactional(async (tx) => {
    const row = await tx.findOne(
      RecordEntity,
      { dueAt: { $lte: now } },
      { orderBy: serviceOrder, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    if (row === null) return null;
    const leaseId = randomUUID();
    const leaseExpiresAt = new Date(now.getTime() + leaseS * 1_000);
    await apply(tx, row, lease(row, { leaseId, leaseWorker: worker, leaseExpiresAt }), now);
    tx.persist(tx.create(AttemptEntity, openAttempt(row, leaseId, worker, now)));
    const { userId, cedula, attempt } = row;
    return { leaseId, userId, cedula, attempt, maxAttempts, expiresAt: leaseExpiresAt.toISOString() };
  });

const openAttempt = (row: RecordRow, leaseId: string, worker: string, now: Date) => ({
  leaseId,
  userId: row.userId,
  attempt: row.attempt,
  worker,
  source: null,
  startedAt: now,
  finishedAt: null,
  outcome: null,
  detail: null,
});

/** Is a lookup due now, and if not, when will the next one be? */
export const nextDue = async (
  em: EntityManager,
  now: Date,
): Promise<{ due: boolean; nextDueAt: string | null }> => {
  const [row] = await em.find(
    RecordEntity,
    { dueAt: { $ne: null } },
    { orderBy: { dueAt: 'asc' }, limit: 1 },
  );
  const dueAt = row?.dueAt ?? null;
  if (dueAt === null) return { due: false, nextDueAt: null };
  return { due: dueAt <= now, nextDueAt: dueAt.toISOString() };
};
