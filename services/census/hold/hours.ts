import { wallTime } from '../../../shared/time/colombia.ts';

/** Whole hours of the day in Colombia, `from` included and `to` not; `from` after `to` spans midnight. */
export interface Hours {
  from: number;
  to: number;
}

const HOUR_MS = 3_600_000;

const hourOf = (at: Date): number => wallTime(at).getUTCHours();

export const isWithin = ({ from, to }: Hours, at: Date): boolean => {
  const hour = hourOf(at);
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
};

/** The given moment, or the start of the next hours when it lies outside them. */
export const nextWithin = (hours: Hours, at: Date): Date => {
  if (isWithin(hours, at)) return at;
  const wholeHour = Math.floor(at.getTime() / HOUR_MS) * HOUR_MS;
  const ahead = (hours.from - hourOf(at) + 24) % 24;
  return new Date(wholeHour + ahead * HOUR_MS);
};
