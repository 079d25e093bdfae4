import type { DurableEvents } from '../../../shared/contract/events.ts';
import { placeKeyOf } from '../../../shared/place/municipio-key.ts';
import { isFailure } from '../../../shared/policy/access.ts';
import { batchAfter, type EndInBatch, endInBatch } from './batch-changes.ts';
import { type Change, isOver, noSubnet } from './change.ts';
import type { RecordRow } from './record.ts';
import { waitedEnd } from './waited.ts';

/** What is told of a change, but for whose record it is. */
type ChangeTold = Omit<DurableEvents['census.updated'], 'userId' | 'referrerId' | 'coordinatorId'>;

/** A record after a change: the version grows, the fact is told, and a batch that waited for it counts it. */
interface Changed {
  after: RecordRow;
  told: ChangeTold;
  ended: EndInBatch | null;
}

export const changed = (before: RecordRow, change: Change, now: Date): Changed => {
  const ended = endInBatch(before, change);
  const after: RecordRow = {
    ...before,
    ...change,
    ...batchAfter(before, ended),
    version: before.version + 1,
    updatedAt: now,
  };
  if (isOver(after)) Object.assign(after, noSubnet);
  const { status, version, answer, move } = after;
  const waited = waitedEnd(before, after, now);
  const told = {
    ...{ status, version, changedAt: now.toISOString() },
    place: answer?.kind === 'active' ? placeKeyOf(answer) : null,
    ...retryOf(after),
    ...(move == null ? {} : { placeChangedAt: move.changedAt }),
    ...(waited === null ? {} : { waited }),
  };
  return { after, told, ended };
};

const retryOf = ({ status, dueAt }: RecordRow): Pick<ChangeTold, 'retryAt'> =>
  isFailure(status) && dueAt != null ? { retryAt: dueAt.toISOString() } : {};
