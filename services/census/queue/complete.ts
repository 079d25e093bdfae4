import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { AttemptEntity, RecordEntity, type RecordRow } from '../persistence/entities.ts';
import { apply } from '../record/apply.ts';
import { type Change, complete, expire, giveBack } from '../record/changes.ts';
import type { RetryPolicy } from '../record/retry-policy.ts';

/** How a lease ended, for its row of history. */
interface End {
  outcome: string;
  detail: string | null;
  source: string | null;
}

const endLease = async (
  em: EntityManager,
  row: RecordRow,
  change: Change,
  end: End,
  now: Date,
): Promise<void> => {
  await em.nativeUpdate(AttemptEntity, { leaseId: row.leaseId ?? '' }, { ...end, finishedAt: now });
  await apply(em, row, change, now);
};

/** The record that still has this lease, locked; null when it ran out and somebody else has had the record since. */
const lockLeased = (em: EntityManager, leaseId: string): Promise<RecordRow | null> =>
  em.findOne(RecordEntity, { leaseId }, { lockMode: LockMode.PESSIMISTIC_WRITE });

/**
 * Stores what a lookup found, with its announcement, in one transaction. A late answer counts as long as nothing
 * newer happened to the record; a repeated one changes nothing.
 *
 * @returns whether it was stored
 */
export const completeLease = (
  em: EntityManager,
  { leaseId, outcome, source }: { leaseId: string; outcome: Outcome; source: string },
  policy: RetryPolicy,
  now: Date,
  random: number,
): Promise<boolean> =>
  em.transactional(async (tx) => {
    const row = await lockLeased(tx, leaseId);
    if (row === null) return false;
    const end =
      outcome.kind === 'failure'
        ? { outcome: outcome.failure, detail: outcome.detail, source }
        : { outcome: outcome.kind, detail: null, source };
    await endLease(tx, row, complete(row, outcome, policy, now, random), end, now);
    return true;
  });

/** Makes a record due again that a stopping scraper did not finish; when the site was asked, the attempt counts. */
export const giveBackLease = (
  em: EntityManager,
  { leaseId, asked }: { leaseId: string; asked: boolean },
  policy: RetryPolicy,
  now: Date,
): Promise<void> =>
  em.transactional(async (tx) => {
    const row = await lockLeased(tx, leaseId);
    if (row === null) return;
    const change = asked ? expire(row, policy, now) : giveBack(row, now);
    await endLease(tx, row, change, { outcome: 'given_back', detail: null, source: null }, now);
  });

const SWEEP_BATCH = 100;

/**
 * Ends the leases that ran out: their records are due again, or an error when their attempts are used up.
 *
 * @returns how many
 */
export const expireLeases = (em: EntityManager, policy: RetryPolicy, now: Date): Promise<number> =>
  em.transactional(async (tx) => {
    const rows = await tx.find(
      RecordEntity,
      { leaseExpiresAt: { $lte: now } },
      {
        orderBy: { leaseExpiresAt: 'asc' },
        limit: SWEEP_BATCH,
        lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
      },
    );
    for (const row of rows) {
      await endLease(
        tx,
        row,
        expire(row, policy, now),
        { outcome: 'crash', detail: null, source: null },
        now,
      );
    }
    return rows.length;
  });
