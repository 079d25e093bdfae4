import { priority } from '../../../../../services/census/record/priority.ts';
import type { RecordRow } from '../../../../../services/census/record/record.ts';
import type { Status } from '../../../../../shared/contract/census.ts';
import { POLICY } from '../../rows.ts';
import type { Transition } from './play.ts';

const ANSWERED: readonly Status[] = ['ACTIVE', 'NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'];
const FAILED: readonly Status[] = ['ERROR', 'TIMEOUT', 'BLOCKED'];

const isAnswered = ({ status }: RecordRow) => ANSWERED.includes(status);
const hasFailed = ({ status }: RecordRow) => FAILED.includes(status);
const isDue = ({ dueAt }: RecordRow) => dueAt instanceof Date;

/** What holds of every record at every moment. A new one is one more entry; its name completes "a record …". */
const ofRecords: Record<string, (row: RecordRow) => boolean> = {
  'has used no more attempts than the policy allows, and none is owed': ({ attempt }) =>
    attempt >= 0 && attempt <= POLICY.maxAttempts,
  'has a whole lease while it is in process, and no part of one otherwise': (row) =>
    [row.leaseId, row.leaseWorker, row.leaseExpiresAt].every(
      (part) => (part !== null) === (row.status === 'PROCESSING'),
    ),
  'has a time when it is due while it is pending': (row) => row.status !== 'PENDING' || isDue(row),
  'is not due while it is in process': (row) => row.status !== 'PROCESSING' || row.dueAt === null,
  'has its answer and its date when it is answered': (row) =>
    !isAnswered(row) || (row.answer !== null && row.answeredAt !== null),
  'rests when it is answered, but for a check of an old answer': (row) =>
    !isAnswered(row) || row.dueAt === null || row.priority === priority.scheduled,
  'has the status of its answer when it is answered': (row) =>
    !isAnswered(row) || row.status === row.answerStatus,
  'remembers a batch that it failed in only while it rests with that failure': (row) =>
    row.leftBatch === null || (hasFailed(row) && row.dueAt === null && row.batchId === null),
  'says why it failed': (row) => !hasFailed(row) || row.errorCode !== null,
  'is in a batch only while something is still to come': (row) =>
    row.batchId === null || isDue(row) || row.status === 'PROCESSING',
  'remembers what it was before its batch, and only then': (row) =>
    (row.batchId === null) === (row.beforeBatch === null),
  'rests when its last attempt has failed': (row) =>
    !hasFailed(row) || (row.attempt ?? 0) < POLICY.maxAttempts || row.dueAt === null,
};

/** What holds of every change. */
const ofChanges: Record<string, (transition: Transition) => boolean> = {
  'loses its good answer to nothing but a newer one': ({ answers, before, after }) =>
    answers || (after.answer === before.answer && after.answeredAt === before.answeredAt),
  'is of the same person for ever': ({ before, after }) =>
    after.userId === before.userId && after.cedula === before.cedula,
  'leaves its batch by being counted or cancelled, and comes back only to where it failed': ({
    command,
    before,
    after,
    end,
  }) =>
    before.batchId === after.batchId ||
    (before.batchId === null && command === 'requestInBatch') ||
    (command === 'refund' && before.leftBatch?.batchId === after.batchId) ||
    (after.batchId === null && (end?.batchId === before.batchId || command === 'cancelInBatch')),
  'is what it was before a batch that is cancelled, unless that has failed': ({ command, before, after }) =>
    command !== 'cancelInBatch' ||
    (hasFailed(before)
      ? after.status === before.status && after.dueAt === null
      : after.status === before.beforeBatch?.status && after.errorCode === before.beforeBatch.errorCode),
  'becomes due now or later, or at its place again after its first outage': ({ before, after, now }) =>
    after.dueAt === before.dueAt ||
    after.dueAt === null ||
    (after.dueAt ?? 0) >= now ||
    (after.refunds === 1 && before.refunds === 0 && after.dueAt === before.requestedAt),
  'waits on after an outage, with fewer attempts': ({ command, before, after }) =>
    !['refund', 'failInOutage', 'lateFailureInOutage', 'failedProbe'].includes(command) ||
    (isDue(after) && !hasFailed(after) && after.attempt <= before.attempt),
};

/** @throws Error that names the first invariant that does not hold after the change */
export const check = (transition: Transition): void => {
  const { command, before, after } = transition;
  const broken =
    Object.entries(ofRecords).find(([, holds]) => !holds(after)) ??
    Object.entries(ofChanges).find(([, holds]) => !holds(transition));
  if (broken === undefined) return;
  const rows = `${JSON.stringify(before)}\n→ ${JSON.stringify(after)}`;
  throw new Error(`a record ${broken[0]}: not so after ${command} of ${before.status}\n${rows}`);
};
