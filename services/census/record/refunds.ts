import { type Change, checked, noLease, waiting } from './change.ts';
import type { LeftBatch, RecordRow } from './record.ts';

/**
 * Attempts that are given back, as pure functions: trouble of the source is nobody's fault. `excused` is the same for a
 * lookup that is reported now.
 */

/**
 * Outages of one request after which somebody's failures are taken for their own: between two outages others were
 * answered. Else a few who never can be answered would stop the lookups of all again and again.
 */
export const MOST_REFUNDS = 10;

export const isSuspect = ({ refunds }: Pick<RecordRow, 'refunds'>): boolean => refunds >= MOST_REFUNDS;

/** Why an attempt does not count: an outage, or a probe that failed. */
export type Excuse = 'outage' | { probeAgainAt: Date };

/** After the first outage the record has its place back; whoever fails in another one lets the others go first. */
const placeOf = ({ refunds, requestedAt }: RecordRow, now: Date): Date =>
  refunds === 0 && requestedAt < now ? requestedAt : now;

/** The lookup failed, and that is nobody's fault: it waits on, without the attempt. */
export const excused = (row: RecordRow, excuse: Excuse, now: Date): Change => {
  const waits = { status: waiting(row), attempt: Math.max(0, row.attempt - 1), errorCode: null, ...noLease };
  return excuse === 'outage'
    ? { ...waits, lastLeaseId: null, dueAt: placeOf(row, now), refunds: row.refunds + 1 }
    : { ...waits, lastLeaseId: null, dueAt: excuse.probeAgainAt };
};

/**
 * The failures that the record shows were part of an outage: it waits again, also when its attempts were used up.
 *
 * @param attempts how many of them
 * @param batch the batch that it had failed in for good and waits for again
 */
export const refund = (row: RecordRow, attempts: number, batch: LeftBatch | null, now: Date): Change =>
  checked(row, 'refund', {
    status: waiting(row),
    attempt: Math.max(0, row.attempt - attempts),
    errorCode: null,
    lastLeaseId: null,
    dueAt: placeOf(row, now),
    refunds: row.refunds + 1,
    ...(batch === null ? {} : { batchId: batch.batchId, beforeBatch: batch.before }),
  });

/** The same for a record whose next lookup waits or runs already. */
export const discount = (row: RecordRow, attempts: number): Change => {
  const running = row.status === 'PROCESSING' ? 1 : 0;
  return checked(row, 'discount', {
    status: row.status,
    attempt: Math.max(running, row.attempt - attempts),
  });
};
