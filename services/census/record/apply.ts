import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../../../shared/durable/outbox.ts';
import { subjectOf } from '../leaders/leaders.ts';
import { RecordEntity, type RecordRow } from '../persistence/entities.ts';
import type { Change } from './changes.ts';

/** Stores a change: the version grows, and the fact leaves with the same transaction. */
export const apply = async (em: EntityManager, row: RecordRow, change: Change, now: Date): Promise<void> => {
  Object.assign(row, change, { version: row.version + 1, updatedAt: now });
  const { status, version } = row;
  await em.flush();
  const changedAt = now.toISOString();
  const event = { ...(await subjectOf(em, row)), status, version, changedAt };
  await announce(em, 'census', 'census.updated', event, now);
};

/** Reads one record for changing: others who want to change it wait for this transaction. */
export const lockRecord = (em: EntityManager, userId: string): Promise<RecordRow | null> =>
  em.findOne(RecordEntity, { userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
