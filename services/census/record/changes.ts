import type { Answer, AnsweredStatus, VotingPlace } from '../../../shared/contract/census.ts';
import type { FailureKind, Outcome } from '../../../shared/contract/outcome.ts';
import { changedParts } from '../../../shared/place/another-place.ts';
import { type Change, checked, noLease, waiting } from './change.ts';
import { priority } from './priority.ts';
import type { RecordRow } from './record.ts';
import { type Excuse, excused } from './refunds.ts';
import { failureStatusOf, type RetryPolicy, retryAt } from './retry-policy.ts';

/**
 * What a lookup changes of a record, as pure functions from the row to the fields that change. Nothing here reads a clock,
 * a random number or the database.
 */

/** A scraper takes the record; the attempt counts from here, so that a crash counts too. */
export const lease = (
  row: RecordRow,
  terms: { leaseId: string; leaseWorker: string; leasedAt: Date; leaseExpiresAt: Date },
): Change =>
  checked(row, 'lease', {
    status: 'PROCESSING',
    attempt: row.attempt + 1,
    dueAt: null,
    lastLeaseId: terms.leaseId,
    ...terms,
  });

/** How a report is weighed. */
export interface Weighing {
  policy: RetryPolicy;
  now: Date;
  /** From 0 to 1. */
  random: number;
  /** Moves a retry to when it may go: checks of old answers have hours of their own. */
  retryWindow: (at: Date) => Date;
  /** Which source answered, where that is not the first. */
  source?: string | null;
  /** Why a failure is nobody's fault. */
  excuse?: Excuse | null;
}

/** The scraper reports. A failure never touches the last good answer. */
export const complete = (row: RecordRow, outcome: Outcome, weighing: Weighing): Change =>
  checked(row, 'outcome', settledAs(row, outcome, weighing));

/** The scraper reports after its lease ran out; the caller has made sure that nothing newer happened. */
export const completeLate = (row: RecordRow, outcome: Outcome, weighing: Weighing): Change =>
  checked(row, 'lateOutcome', settledAs(row, outcome, weighing));

const settledAs = (row: RecordRow, outcome: Outcome, weighing: Weighing): Change => {
  if (outcome.kind === 'failure') return failed(row, outcome.failure, weighing);
  return answeredAs(row, outcome, weighing.now, weighing.source);
};

type Good = Exclude<Outcome, { kind: 'failure' }>;

const answeredAs = (row: RecordRow, outcome: Good, answeredAt: Date, source?: string | null): Change => {
  const { status, answer } = answeredBy(outcome, row.answer);
  const good = { status, answer: source == null ? answer : { ...answer, source } };
  const rest = { errorCode: null, dueAt: null, lastLeaseId: null, ...noLease };
  return { ...good, answerStatus: good.status, answeredAt, ...rest };
};

/** What was kept of a failure turns out to be an answer, which came at that moment. */
export const rereadAs = (row: RecordRow, outcome: Good, answeredAt: Date): Change =>
  checked(row, 'reread', answeredAs(row, outcome, answeredAt));

type Cancelled = Extract<Answer, { kind: 'cancelled' }>;
type GoodAnswer = { status: AnsweredStatus; answer: Answer };

const answeredBy = (outcome: Good, before: Answer | null | undefined): GoodAnswer => {
  switch (outcome.kind) {
    case 'active':
      return { status: 'ACTIVE', answer: { ...knownPoint(outcome, before), ...outcome } };
    case 'not_found':
      return { status: 'NOT_FOUND', answer: outcome };
    case 'cancelled': {
      const { deceased, ...answer } = outcome;
      const status = deceased ? 'CANCELLED_DECEASED' : 'CANCELLED_OTHER';
      return { status, answer: { ...answer, ...knownDetails(answer, before) } };
    }
  }
};

/** The point that an earlier answer gave, as long as the place is the same: not every answer has one. */
const knownPoint = (place: VotingPlace, before: Answer | null | undefined): Pick<VotingPlace, 'mapa'> => {
  if (before?.kind !== 'active' || before.mapa === undefined) return {};
  const same = changedParts(before, place).every((part) => part === 'mesa');
  return same ? { mapa: before.mapa } : {};
};

/** Number and date of the same novedad that an earlier answer gave: not every answer has them, as when its page has changed. */
const knownDetails = (
  { novedad, resolucion, fechaNovedad }: Cancelled,
  before: Answer | null | undefined,
): Partial<Cancelled> => {
  if (before?.kind !== 'cancelled' || before.novedad !== novedad) return {};
  if (resolucion !== '' || fechaNovedad !== '') return {};
  return { resolucion: before.resolucion, fechaNovedad: before.fechaNovedad };
};

const failed = (row: RecordRow, kind: FailureKind, weighing: Weighing): Change => {
  const { policy, now, random, excuse } = weighing;
  if (excuse != null) return excused(row, excuse, now);
  const failure = { status: failureStatusOf(kind), errorCode: kind, lastLeaseId: null, ...noLease };
  const dueAt = retryAt(policy, kind, row.attempt, now, random);
  const hasHours = dueAt !== null && row.priority === priority.scheduled;
  return { ...failure, dueAt: hasHours ? weighing.retryWindow(dueAt) : dueAt };
};

/** The lease ran out without a word: due again at once, or an error when the attempts are used up. */
export const expire = (row: RecordRow, policy: RetryPolicy, now: Date): Change =>
  checked(
    row,
    'expiry',
    row.attempt < policy.maxAttempts
      ? { status: waiting(row), dueAt: now, ...noLease }
      : { status: 'ERROR', errorCode: 'crash', dueAt: null, ...noLease },
  );

/** The site was not asked: the attempt does not count, and the record is due again. */
export const giveBack = (row: RecordRow, now: Date): Change =>
  checked(row, 'giveBack', {
    status: waiting(row),
    attempt: Math.max(0, row.attempt - 1),
    dueAt: now,
    lastLeaseId: null,
    ...noLease,
  });
