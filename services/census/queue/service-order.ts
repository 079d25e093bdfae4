import { priority } from './priority.ts';

/** The order in which due records are served; `records_service` is its index. */
export const serviceOrder = { priority: 'asc', turn: 'asc', dueAt: 'asc', userId: 'asc' } as const;

/**
 * A probe is the one who has been let alone for longest, whoever is most urgent: if it always were the same person, one
 * who cannot be answered would keep the circuit open for all.
 */
export const probeOrder = { updatedAt: 'asc', ...serviceOrder } as const;

/** The priorities that are served now: checks of old answers have hours of their own. */
export const servedPriorities = (scheduledNow: boolean): { $lte: number } => ({
  $lte: scheduledNow ? priority.scheduled : priority.bulk,
});
