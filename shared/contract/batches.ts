import type { Hold, SkipReason } from './census.ts';

/** Most people that one call about a batch names; whoever wants more calls again. */
export const BATCH_PAGE = 5_000;

/** Somebody who is left out of a batch, and why. */
export interface Skipped {
  id: string;
  reason: SkipReason;
}

export type SkippedCounts = Record<SkipReason, number>;

/** How many are left out for each reason. */
export const countSkipped = (skipped: readonly Skipped[]): SkippedCounts => {
  const counts: SkippedCounts = { not_allowed: 0, cooldown: 0, in_progress: 0, answered: 0, final: 0 };
  for (const { reason } of skipped) counts[reason] += 1;
  return counts;
};

/** What came of adding people to a batch. */
export interface Added {
  /** The actor's open batch; null when there is none and nobody could be added. */
  batchId: string | null;
  queued: number;
  /** Everybody else who was named; nobody of a form that is sent again. */
  skipped: Skipped[];
}

/** What a batch of these people would be. */
export interface BatchPreview {
  eligible: number;
  skipped: SkippedCounts;
  /** When the last one would be answered, ISO 8601; null while nobody can say. */
  expectedAt: string | null;
}

/** A batch as its owner sees it. Dates are ISO 8601. */
export interface BatchView {
  id: string;
  total: number;
  /** Of the total: those for whom nothing more will be done. */
  done: number;
  /** Of those done: without an answer, and no retry to come. */
  failed: number;
  /** Of those done: not looked up, because it was not needed or allowed any more when their turn came. */
  skipped: number;
  /** Those for whom something will still be done; after a cancellation only what had left already. */
  waiting: number;
  requestedAt: string;
  finishedAt: string | null;
  cancelledAt: string | null;
  /** When the last one will have been answered; null when it has ended, or while nobody can say. */
  expectedAt: string | null;
  /** Why nothing leaves at the moment; null when all is well. */
  hold: Hold | null;
}
