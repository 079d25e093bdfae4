import { getHolidaysForYear } from 'colombian-holidays';

/** A day in Colombia: `2026-11-26`. */
export type Day = string;

const holidays = new Map<number, ReadonlySet<Day>>();

/** The days of a year on which nobody works besides the weekends; those that the law moves to a Monday, on that Monday. */
const holidaysOf = (year: number): ReadonlySet<Day> => {
  const known = holidays.get(year);
  if (known !== undefined) return known;
  const days = new Set(getHolidaysForYear(year).map(({ celebrationDate }) => celebrationDate));
  holidays.set(year, days);
  return days;
};

const SATURDAY = 6;
const SUNDAY = 0;

export const isWorkingDay = (day: Day): boolean => {
  const date = new Date(`${day}T12:00:00Z`);
  const weekday = date.getUTCDay();
  return weekday !== SATURDAY && weekday !== SUNDAY && !holidaysOf(date.getUTCFullYear()).has(day);
};

/** The day after. */
export const nextDay = (day: Day): Day =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10);

/**
 * The day on which so many working days are over, the first of which is `day` itself when it is one.
 *
 * @param count at least one
 */
export const lastOf = (count: number, day: Day): Day => {
  let [left, current] = [count, day];
  for (;;) {
    if (isWorkingDay(current)) left -= 1;
    if (left === 0) return current;
    current = nextDay(current);
  }
};
