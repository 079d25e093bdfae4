import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { placeKeyOf } from '../../../shared/place/municipio-key.ts';
import { isFailure } from '../../../shared/policy/access.ts';
import { batchAfter, type EndInBatch, endInBatch } from '../record/batch-changes.ts';
import { type Change, isOver, noSubnet } from '../record/change.ts';
import { RecordEntity, type RecordRow } from '../record/record.ts';
import { waitedEnd } from '../record/waited.ts';
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
    const end = endInBatch(row, change);
    if (end !== null) ended.push(end);
    const before = { status: row.status, dueAt: row.dueAt, answerStatus: row.answerStatus };
    Object.assign(row, change, batchAfter(row, end), { version: row.version + 1, updatedAt: now });
    if (isOver(row)) Object.assign(row, noSubnet);
    const { status, version, answer } = row;
    await em.flush();
    const place = answer?.kind === 'active' ? placeKeyOf(answer) : null;
    const waited = waitedEnd(before, row, now);
    const event = {
      ...(await subjectOf(em, row)),
      ...{ status, version, place, changedAt: now.toISOString() },
      ...retryOf(row),
      ...(row.move == null ? {} : { placeChangedAt: row.move.changedAt }),
      ...(waited === null ? {} : { waited }),
    };
    await announce(em, 'census', 'census.updated', event, now);
  }
  await countEnded(em, ended, now);
};

const retryOf = ({ status, dueAt }: RecordRow): Pick<DurableEvents['census.updated'], 'retryAt'> =>
  isFailure(status) && dueAt != null ? { retryAt: dueAt.toISOString() } : {};

/**
 * Reads one record for changing: others who want to change it wait for this transaction. As it is stored now: of one that the
 * transaction has made anew MikroORM would else keep what the former had and this one has not, such as its answer.
 */
export const lockRecord = (em: EntityManager, userId: string): Promise<RecordRow | null> =>
  em.findOne(RecordEntity, { userId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
