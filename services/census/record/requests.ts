import { type Change, checked } from './change.ts';
import { type Priority, priority } from './priority.ts';
import type { RecordRow } from './record.ts';

/** What a wish for an answer changes of a record: pure, as in `changes.ts`. */

/** Somebody's wish for an answer; of a person in front of the page, with what their turn goes by. */
export interface Request extends Partial<Pick<RecordRow, 'subnet' | 'subnetTurn' | 'referrerTurn'>> {
  requestedBy: string;
  priority: Priority;
  /** See `store/person-turn.ts` and `batches/turns.ts`. */
  turn: number;
  traceId: string;
}

/** Somebody wants a new answer: the attempts start over, the last good answer stays. */
export const request = (row: RecordRow, by: Request, now: Date): Change =>
  checked(row, 'request', {
    status: 'PENDING',
    attempt: 0,
    refunds: 0,
    dueAt: now,
    requestedAt: now,
    errorCode: null,
    lastLeaseId: null,
    ...by,
  });

/**
 * Somebody wants what waits or runs already. It is looked up once, at the more urgent priority of the two. What
 * waits will have all of its attempts; the lookup that runs is the first attempt of the new request, so that its
 * failure does not lose the wish.
 */
export const coalesce = (row: RecordRow, by: Request, now: Date): Change => {
  const renewed =
    row.status === 'PROCESSING'
      ? { attempt: 1, refunds: 0, requestedAt: now, requestedBy: by.requestedBy }
      : { attempt: 0, refunds: 0 };
  return checked(row, 'coalesce', { status: row.status, ...renewed, ...urgency(row, by) });
};

/** Somebody who may not start a new lookup wants the one that waits: it may at least go sooner. */
export const hurry = (row: RecordRow, by: Request): Change =>
  checked(row, 'coalesce', { status: row.status, ...urgency(row, by) });

const urgency = (row: RecordRow, { traceId: _, ...place }: Request): Partial<RecordRow> =>
  place.priority < row.priority ? place : {};

/** An answer has grown old: it is checked again when nobody else waits, and stands until then. */
export const schedule = (row: RecordRow, traceId: string, now: Date): Change =>
  checked(row, 'schedule', {
    status: row.status,
    attempt: 0,
    refunds: 0,
    priority: priority.scheduled,
    turn: 0,
    dueAt: now,
    requestedAt: now,
    requestedBy: null,
    lastLeaseId: null,
    traceId,
  });

/** The check of an old answer has not begun and shall not. */
export const withdraw = (row: RecordRow): Change =>
  checked(row, 'withdraw', { status: row.status, dueAt: null });
