import { wallTime } from '../../../shared/time/colombia.ts';

/** Full hours in Colombia between which nobody's phone rings for what can wait: from 20 to 8, over midnight. */
export interface QuietHours {
  from: number;
  to: number;
}

const HOUR_MS = 3_600_000;

/** The first moment from `now` on that is not quiet. */
export const afterQuiet = (quiet: QuietHours | null, now: Date): Date => {
  if (quiet === null) return now;
  const hour = wallTime(now).getUTCHours();
  const left = quietHoursLeft(quiet, hour);
  if (left === 0) return now;
  const sinceFull = now.getTime() % HOUR_MS;
  return new Date(now.getTime() - sinceFull + left * HOUR_MS);
};

const quietHoursLeft = ({ from, to }: QuietHours, hour: number): number => {
  const length = (to - from + 24) % 24;
  const into = (hour - from + 24) % 24;
  return into < length ? length - into : 0;
};
