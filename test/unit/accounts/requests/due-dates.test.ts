import { expect } from 'chai';
import {
  askableUntil,
  dueDate,
  extendedDate,
  lapseDate,
} from '../../../../services/accounts/requests/due-dates.ts';
import { isWorkingDay } from '../../../../services/accounts/requests/working-days.ts';
import { requestKinds } from '../../../../shared/contract/requests.ts';

/**
 * A second opinion on Colombia's holidays, from the laws themselves (Ley 51 de 1983) and Butcher's computus, with days as
 * numbers since 1970: nothing of it is shared with what it judges.
 */
const DAY_MS = 86_400_000;
const numberOf = (year: number, month: number, date: number): number =>
  Date.UTC(year, month - 1, date) / DAY_MS;
const nameOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
/** 1970-01-01 was a Thursday; 0 is Sunday. */
const weekday = (day: number): number => (day + 4) % 7;
const monday = (day: number): number => day + ((8 - weekday(day)) % 7);

const easter = (year: number): number => {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return numberOf(year, Math.floor(n / 31), (n % 31) + 1);
};

const holidays = (year: number): Set<number> => {
  const fixed = [
    [1, 1],
    [5, 1],
    [7, 20],
    [8, 7],
    [12, 8],
    [12, 25],
  ] as const;
  const moved = [
    [1, 6],
    [3, 19],
    [6, 29],
    [8, 15],
    [10, 12],
    [11, 1],
    [11, 11],
  ] as const;
  const sunday = easter(year);
  return new Set([
    ...fixed.map(([month, date]) => numberOf(year, month, date)),
    ...moved.map(([month, date]) => monday(numberOf(year, month, date))),
    ...[sunday - 3, sunday - 2, sunday + 43, sunday + 64, sunday + 71],
  ]);
};

const works = (day: number): boolean => {
  const year = new Date(day * DAY_MS).getUTCFullYear();
  return weekday(day) !== 0 && weekday(day) !== 6 && !holidays(year).has(day);
};

const everyDay = Array.from(
  { length: numberOf(2031, 1, 1) - numberOf(2026, 1, 1) },
  (_, index) => numberOf(2026, 1, 1) + index,
);
/** The working days of the five years and of the months behind them, in order. */
const workingDays = Array.from(
  { length: numberOf(2031, 4, 1) - numberOf(2026, 1, 1) },
  (_, index) => numberOf(2026, 1, 1) + index,
).filter(works);
/** How many working days lie before this day. */
const placeOf = (day: number): number => workingDays.findIndex((one) => one >= day);

describe('The working days of Colombia', () => {
  it('are those that the laws leave, on every day from 2026 to 2030', () => {
    for (const day of everyDay) expect(isWorkingDay(nameOf(day)), nameOf(day)).to.equal(works(day));
  });

  it('know holidays that anybody can look up', () => {
    for (const day of ['2026-01-12', '2026-04-02', '2026-04-03', '2026-06-15', '2026-11-16', '2027-03-22'])
      expect(isWorkingDay(day), day).to.equal(false);
    for (const day of ['2026-01-06', '2026-03-19', '2026-11-11', '2026-12-24', '2026-11-26'])
      expect(isWorkingDay(day), day).to.equal(true);
  });
});

describe('The day until which a request is answered', () => {
  it('is the tenth working day of a consulta, its own day the first, from any day of 2026 to 2030', () => {
    for (const day of everyDay)
      expect(dueDate('consulta', nameOf(day)), nameOf(day)).to.equal(
        nameOf(workingDays[placeOf(day) + 9] ?? 0),
      );
  });

  it('is the fifteenth working day after a reclamo came, from any day of 2026 to 2030', () => {
    for (const day of everyDay)
      expect(dueDate('reclamo', nameOf(day)), nameOf(day)).to.equal(
        nameOf(workingDays[placeOf(day + 1) + 14] ?? 0),
      );
  });

  it('is five working days later for a consulta that needs longer, eight for a reclamo', () => {
    for (const day of everyDay)
      for (const [kind, more] of [
        ['consulta', 5],
        ['reclamo', 8],
      ] as const) {
        const due = dueDate(kind, nameOf(day));
        const place = placeOf(Date.parse(due) / DAY_MS);
        expect(extendedDate(kind, due), `${kind} ${nameOf(day)}`).to.equal(
          nameOf(workingDays[place + more] ?? 0),
        );
      }
  });

  it('is preceded by five working days in which the person may be asked for what a reclamo lacks', () => {
    for (const day of everyDay)
      expect(askableUntil(nameOf(day)), nameOf(day)).to.equal(nameOf(workingDays[placeOf(day + 1) + 4] ?? 0));
  });

  it('does not come when they take more than two months, which end on a day on which people work', () => {
    for (const [asked, lapses] of [
      ['2026-01-27', '2026-03-27'],
      // The month has no such day: its last one, a Saturday, so the Monday.
      ['2025-12-31', '2026-03-02'],
      ['2026-12-30', '2027-03-01'],
      // Good Friday of 2026 is 3 April, Monday a working day.
      ['2026-02-03', '2026-04-06'],
      // 12 October is a holiday, moved to itself as a Monday.
      ['2026-08-12', '2026-10-13'],
    ] as const)
      expect(lapseDate(asked), asked).to.equal(lapses);
    const lapses = everyDay.map((day) => lapseDate(nameOf(day)));
    expect(lapses).to.deep.equal(lapses.toSorted());
    for (const day of lapses) expect(works(Date.parse(day) / DAY_MS), day).to.equal(true);
  });

  it('never comes earlier for who asks later', () => {
    for (const kind of requestKinds) {
      const due = everyDay.map((day) => dueDate(kind, nameOf(day)));
      expect(due).to.deep.equal(due.toSorted());
    }
  });
});
