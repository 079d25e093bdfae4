import { isFailure } from '../../../shared/policy/access.ts';
import { isOver } from './change.ts';
import type { RecordRow } from './record.ts';

export type WaitedEnd = 'answer' | 'failure' | null;

type After = Pick<RecordRow, 'userId' | 'status' | 'dueAt' | 'requestedBy' | 'answeredAt'>;
type Before = Pick<RecordRow, 'status' | 'dueAt' | 'answerStatus'>;

/**
 * What a person waited for, as far as the record itself says that its last change ended it: they asked, not who leads them
 * nor the portal.
 *
 * @param at of the last change
 */
export const waitedNow = (row: After, at: Date): WaitedEnd => {
  if (!isOver(row) || row.requestedBy !== row.userId) return null;
  if (isFailure(row.status)) return 'failure';
  return isAnsweredAt(row, at) ? 'answer' : null;
};

/** The same for a change as it is made: a failure ends once, and the first answer of all is theirs, whoever asked. */
export const waitedEnd = (before: Before, after: After, at: Date): WaitedEnd => {
  if (before.answerStatus == null && isAnsweredAt(after, at)) return 'answer';
  const ended = waitedNow(after, at);
  return ended === 'failure' && isOver(before) ? null : ended;
};

const isAnsweredAt = ({ answeredAt }: After, at: Date): boolean => answeredAt?.getTime() === at.getTime();
