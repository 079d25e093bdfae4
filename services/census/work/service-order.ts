import { priority } from '../record/priority.ts';

/** The last priority that is served now: checks of old answers have hours of their own. */
export const lastServed = (scheduledNow: boolean): number =>
  scheduledNow ? priority.scheduled : priority.batch;
