import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Lease } from '../../../shared/contract/census.ts';
import { admission } from '../circuit/circuit.ts';
import { isPaused } from '../hold/pause.ts';
import { lease } from '../record/changes.ts';
import { priority } from '../record/priority.ts';
import { RecordEntity, type RecordRow } from '../record/record.ts';
import { apply } from '../store/apply.ts';
import { lookupCounts } from '../store/consent-floor.ts';
import { AttemptEntity } from '../store/entities.ts';
import { lockLane } from '../store/lanes.ts';
import { probeOrder, servedPriorities, serviceOrder } from './service-order.ts';

export interface LeaseTerms {
  worker: string;
  lane: string;
  leaseS: number;
  maxAttempts: number;
  /** Whether checks of old answers are served now. */
  scheduledNow: boolean;
}

/**
 * Lends the most urgent due record to a worker; null when none is due, lookups are paused, or the lane's circuit
 * lets nobody leave. Two workers never get the same one: a row that another transaction holds is passed over.
 */
export const leaseNext = (em: EntityManager, terms: LeaseTerms, now: Date): Promise<Lease | null> =>
  em.transactional(async (tx) => {
    if (await isPaused(tx)) return null;
    const lane = await lockLane(tx, terms.lane);
    const admitted = lane === null ? 'refused' : admission(lane, now);
    if (lane === null || admitted === 'refused') return null;
    const row = await tx.findOne(
      RecordEntity,
      {
        ...{ dueAt: { $lte: now }, suspended: false, priority: servedPriorities(terms.scheduledNow) },
        ...(await lookupCounts(tx)),
      },
      {
        orderBy: admitted === 'probe' ? probeOrder : serviceOrder,
        lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
      },
    );
    if (row === null) return null;
    const leaseId = randomUUID();
    const leaseExpiresAt = new Date(now.getTime() + terms.leaseS * 1_000);
    lane.lastUsedAt = now;
    if (admitted === 'probe') lane.probeLeaseId = leaseId;
    // A probe comes back to its place, and nobody's turn has passed.
    else if (row.priority === priority.person) lane.servedTurn = Math.max(lane.servedTurn, row.turn);
    row.traceId ??= randomUUID();
    await apply(
      tx,
      row,
      lease(row, { leaseId, leaseWorker: terms.worker, leasedAt: now, leaseExpiresAt }),
      now,
    );
    tx.persist(tx.create(AttemptEntity, openAttempt(row, leaseId, terms, now)));
    const { userId, cedula, attempt, traceId } = row;
    return {
      ...{ leaseId, userId, cedula, attempt, traceId },
      lane: terms.lane,
      maxAttempts: terms.maxAttempts,
      expiresAt: leaseExpiresAt.toISOString(),
    };
  });

const openAttempt = (row: RecordRow, leaseId: string, { worker, lane }: LeaseTerms, now: Date) => ({
  leaseId,
  userId: row.userId,
  attempt: row.attempt,
  worker,
  lane,
  traceId: row.traceId ?? null,
  source: null,
  startedAt: now,
  finishedAt: null,
  outcome: null,
  detail: null,
  refund: null,
});
