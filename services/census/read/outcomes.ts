/** Ends of an attempt that say nothing about the official page. */
export const OURS = ['crash', 'stopped', 'not_sent', 'lane_failed', 'browser_crash'] as const;
/** Ends in which the official page answered. */
export const GOOD = ['active', 'cancelled', 'not_found'] as const;
