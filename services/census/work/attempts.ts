import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { RecordEntity, type RecordRow } from '../record/record.ts';
import { AttemptEntity } from '../store/entities.ts';

/** How a lease ended, for its row of history. */
export interface AttemptEnd {
  outcome: string;
  detail: string | null;
  source: string | null;
  /** Set when it does not count, because an outage is nobody's fault. */
  refund?: 'paid' | null;
}

export const closeAttempt = async (
  em: EntityManager,
  leaseId: string,
  end: AttemptEnd,
  now: Date,
): Promise<void> => {
  await em.nativeUpdate(AttemptEntity, { leaseId }, { ...end, finishedAt: now });
};

/** The record that still has this lease, locked; null when it ran out or was never given. */
export const lockLeased = (em: EntityManager, leaseId: string): Promise<RecordRow | null> =>
  em.findOne(RecordEntity, { leaseId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
