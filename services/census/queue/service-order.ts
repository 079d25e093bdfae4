import { priority } from './priority.ts';

/** The order in which due records are served; `records_service` is its index. */
export const serviceOrder = { priority: 'asc', turn: 'asc', dueAt: 'asc', userId: 'asc' } as const;

/** The priorities that are served now: checks of old answers have hours of their own. */
export const servedPriorities = (scheduledNow: boolean): { $lte: number } => ({
  $lte: scheduledNow ? priority.scheduled : priority.bulk,
});
