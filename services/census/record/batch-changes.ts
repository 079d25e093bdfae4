import { isFailure } from '../../../shared/policy/access.ts';
import { type Change, checked, isOver } from './change.ts';
import { priority } from './priority.ts';
import type { BeforeBatch, RecordRow } from './record.ts';
import { type Request, request } from './requests.ts';

/** What a record has that is in no batch. */
const noBatch = { batchId: null, beforeBatch: null } as const;

/** What a record keeps of its batch after a change: in case its failure was an outage, where it was until it failed. */
export const batchAfter = (row: RecordRow, end: EndInBatch | null): Partial<RecordRow> => {
  if (end === null) return { leftBatch: null };
  const left = { batchId: end.batchId, before: row.beforeBatch ?? null };
  return { ...noBatch, leftBatch: end.kind === 'failed' ? left : null };
};

/** A batch asks for this record; the record remembers what it was, in case that is cancelled. */
export const requestInBatch = (row: RecordRow, by: Request & { batchId: string }, now: Date): Change => {
  const { batchId, ...wish } = by;
  return { ...request(row, wish, now), batchId, beforeBatch: momentOf(row) };
};

const momentOf = (row: RecordRow): BeforeBatch => ({
  status: row.status,
  attempt: row.attempt,
  priority: row.priority,
  turn: row.turn,
  requestedBy: row.requestedBy ?? null,
  requestedAt: row.requestedAt.toISOString(),
  dueAt: row.dueAt?.toISOString() ?? null,
  errorCode: row.errorCode ?? null,
});

/**
 * The batch is cancelled while this record waits. Not looked up yet, it is again what it was; a failure
 * stays and is not tried again; without anything to go back to it waits on, as a person's own.
 */
export const cancelInBatch = (row: RecordRow, now: Date): Change => {
  if (isFailure(row.status)) return checked(row, 'cancel', { status: row.status, dueAt: null });
  const before = row.beforeBatch ?? null;
  if (before === null) {
    const own = { priority: priority.person, turn: 0, requestedBy: row.userId };
    return checked(row, 'cancel', { status: row.status, ...own, ...noBatch });
  }
  const { requestedAt, dueAt, ...rest } = before;
  return checked(row, 'cancel', {
    ...rest,
    requestedAt: new Date(requestedAt),
    // A retry that was owed before is owed still.
    dueAt: dueAt === null ? null : new Date(Math.max(Date.parse(dueAt), now.getTime())),
    lastLeaseId: null,
    ...noBatch,
  });
};

/** A record's lookup that has ended for good, for the batch that waited for it. */
export interface EndInBatch {
  batchId: string;
  kind: 'answered' | 'failed';
}

/** Does this change end the record's part of its batch? With an answer, or with a failure that is not tried again. */
export const endInBatch = (row: RecordRow, change: Change): EndInBatch | null => {
  const { batchId, status, dueAt } = { ...row, ...change };
  if (batchId == null || !isOver({ status, dueAt })) return null;
  return { batchId, kind: isFailure(status) ? 'failed' : 'answered' };
};
