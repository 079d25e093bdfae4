import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../../../shared/durable/outbox.ts';
import type { EndInBatch } from '../record/batch-changes.ts';
import type { Change } from '../record/change.ts';
import { changed } from '../record/changed.ts';
import { RecordEntity, type RecordRow } from '../record/record.ts';
import { countEnded } from './count-ended.ts';
import { subjectOf } from './leaders.ts';

/**
 * Stores a change: the version grows, the fact leaves with the same transaction, and a batch that waited for the record
 * counts it. This is the last lock that a transaction takes: see `count-ended.ts`.
 */
export const apply = (em: EntityManager, row: RecordRow, change: Change, now: Date): Promise<void> =>
  applyAll(em, [{ row, change }], now);

/** The same for several records of one transaction. */
export const applyAll = async (
  em: EntityManager,
  changes: readonly { row: RecordRow; change: Change }[],
  now: Date,
): Promise<void> => {
  const ended: EndInBatch[] = [];
  for (const { row, change } of changes) {
    const { after, told, ended: end } = changed(row, change, now);
    if (end !== null) ended.push(end);
    Object.assign(row, after);
    await em.flush();
    await announce(em, 'census', 'census.updated', { ...(await subjectOf(em, row)), ...told }, now);
  }
  await countEnded(em, ended, now);
};

/**
 * Reads one record for changing: others who want to change it wait for this transaction. As it is stored now: of one that the
 * transaction has made anew MikroORM would else keep what the former had and this one has not, such as its answer.
 */
export const lockRecord = (em: EntityManager, userId: string): Promise<RecordRow | null> =>
  em.findOne(RecordEntity, { userId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
