import type { Status } from '../../../shared/contract/census.ts';
import type { FailureKind, Outcome } from '../../../shared/contract/outcome.ts';
import type { RecordRow } from '../persistence/entities.ts';
import type { Priority } from '../queue/priority.ts';
import { failureStatusOf, type RetryPolicy, retryAt } from './retry-policy.ts';
import { type Cause, isAllowed } from './transitions.ts';

/**
 * Every change of a record, as pure functions from the row to the fields that change. Nothing here reads a clock,
 * a random number or the database.
 */
export type Change = Partial<RecordRow> & { status: Status };

/** The table of transitions does not have this change. */
export class RefusedTransition extends Error {
  override readonly name = 'RefusedTransition';
  readonly trigger: Cause;
  readonly from: Status;
  readonly to: Status;

  constructor(cause: Cause, from: Status, to: Status) {
    super(`${cause} may not change ${from} to ${to}`);
    this.trigger = cause;
    this.from = from;
    this.to = to;
  }
}

const noLease = { leaseId: null, leaseWorker: null, leaseExpiresAt: null };

const checked = (row: RecordRow, cause: Cause, change: Change): Change => {
  if (!isAllowed(cause, row.status, change.status))
    throw new RefusedTransition(cause, row.status, change.status);
  return change;
};

/** Somebody wants a new answer: the attempts start over, the last good answer stays. */
export const request = (row: RecordRow, by: { requestedBy: string; priority: Priority }, now: Date): Change =>
  checked(row, 'request', {
    status: 'PENDING',
    attempt: 0,
    dueAt: now,
    requestedAt: now,
    errorCode: null,
    ...by,
  });

/** A scraper takes the record; the attempt counts from here, so that a crash counts too. */
export const lease = (
  row: RecordRow,
  terms: { leaseId: string; leaseWorker: string; leaseExpiresAt: Date },
): Change => checked(row, 'lease', { status: 'PROCESSING', attempt: row.attempt + 1, dueAt: null, ...terms });

/** The scraper reports. A failure never touches the last good answer. */
export const complete = (
  row: RecordRow,
  outcome: Outcome,
  policy: RetryPolicy,
  now: Date,
  random: number,
): Change => {
  if (outcome.kind === 'failure')
    return checked(row, 'outcome', failed(row, outcome.failure, policy, now, random));
  return checked(row, 'outcome', {
    ...settledBy(outcome),
    answeredAt: now,
    errorCode: null,
    dueAt: null,
    ...noLease,
  });
};

const settledBy = (outcome: Exclude<Outcome, { kind: 'failure' }>): Pick<RecordRow, 'status' | 'answer'> => {
  switch (outcome.kind) {
    case 'active':
      return { status: 'ACTIVE', answer: outcome };
    case 'not_found':
      return { status: 'NOT_FOUND', answer: outcome };
    case 'cancelled': {
      const { deceased, ...answer } = outcome;
      return { status: deceased ? 'CANCELLED_DECEASED' : 'CANCELLED_OTHER', answer };
    }
  }
};

const failed = (
  row: RecordRow,
  kind: FailureKind,
  policy: RetryPolicy,
  now: Date,
  random: number,
): Change => ({
  status: failureStatusOf(kind),
  errorCode: kind,
  dueAt: retryAt(policy, kind, row.attempt, now, random),
  ...noLease,
});

/** The lease ran out without a word: due again at once, or an error when the attempts are used up. */
export const expire = (row: RecordRow, policy: RetryPolicy, now: Date): Change =>
  checked(
    row,
    'expiry',
    row.attempt < policy.maxAttempts
      ? { status: 'PENDING', dueAt: now, ...noLease }
      : { status: 'ERROR', errorCode: 'crash', dueAt: null, ...noLease },
  );

/** The scraper stops before it has asked: the attempt does not count. */
export const giveBack = (row: RecordRow, now: Date): Change =>
  checked(row, 'giveBack', {
    status: 'PENDING',
    attempt: Math.max(0, row.attempt - 1),
    dueAt: now,
    ...noLease,
  });
