import { wallTime } from '../../../shared/time/colombia.ts';

/** Today in Colombia, as forms want it: in its evening the day of UTC is tomorrow's already. */
export const today = (): string => wallTime(new Date()).toISOString().slice(0, 10);
