import { priority } from '../record/priority.ts';

/** The order in which due records are served; `records_service` is its index. */
export const serviceOrder = { priority: 'asc', turn: 'asc', dueAt: 'asc', userId: 'asc' } as const;

/**
 * A probe is whoever has not been looked up for longest, before who is most urgent: if it always were the same few, one
 * who cannot be answered would keep the circuit open for all.
 */
export const probeOrder = { leasedAt: 'asc nulls first', ...serviceOrder } as const;

/** The priorities that are served now: checks of old answers have hours of their own. */
export const servedPriorities = (scheduledNow: boolean): { $lte: number } => ({
  $lte: scheduledNow ? priority.scheduled : priority.batch,
});
