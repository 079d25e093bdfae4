import { GROWTH_DAYS, type ReferralGrowth } from '../../../shared/contract/accounts.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { counted, dayOf, formatNumber, shortDayOf } from '../ui/format.ts';
import { isInSight, lineChart } from './charts/line.ts';
import type { SummaryChart } from './charts-view.ts';

const DAY_MS = 24 * 3_600_000;
const WEEK = 7;
/** A line of fewer says nothing. */
const LEAST_DAYS = 14;
/** How fast they come is said by the last so many days. */
const PACE_DAYS = 14;
/** Nobody believes what is said of later. */
const MOST_AHEAD_DAYS = 180;

const ID = 'por-semana';
const TITLE = 'Crecimiento';

interface Day {
  day: string;
  people: number;
  total: number;
}

/** How the referrals grew towards the goal. */
export const growthOf = (growth: ReferralGrowth, goal: number, now: Date): SummaryChart => {
  const days = daysOf(growth, now);
  const total = days.at(-1)?.total ?? 0;
  const first = days[0]?.day ?? '';
  const lastWeek = peopleOf(days.slice(-WEEK));
  const description = `Del ${dayOf(first)} a hoy, de ${formatNumber(growth.before)} a ${counted(total, 'persona', 'personas')}; la meta es ${formatNumber(goal)}.`;
  const points = days.map(({ day, total: value }) => ({ label: shortDayOf(day), value }));
  return {
    id: ID,
    title: TITLE,
    svg:
      total === 0
        ? null
        : lineChart({ id: ID, title: 'Personas registradas, día a día', description }, { points, goal }),
    empty: 'Todavía no ha llegado nadie.',
    note: [
      lastWeek === 0 ? 'En los últimos 7 días no llegó nadie.' : `En los últimos 7 días ${came(lastWeek)}.`,
      ...(isInSight(total, goal) ? [] : [`La meta, ${formatNumber(goal)}, queda más arriba.`]),
      ...forecast(days, total, goal, now),
    ].join(' '),
    columns: ['Semana', 'Llegaron', 'En total'],
    rows: weeksOf(days),
  };
};

const came = (people: number): string =>
  people === 1 ? 'llegó 1 persona' : `llegaron ${counted(people, 'persona', 'personas')}`;

const peopleOf = (days: readonly Day[]): number => days.reduce((sum, { people }) => sum + people, 0);

/** Each day until today, from the first on which anybody was there. */
const daysOf = ({ before, days }: ReferralGrowth, now: Date): Day[] => {
  const known = new Map(days.map(({ day, people }) => [day, people]));
  let total = before;
  const all = Array.from({ length: GROWTH_DAYS }, (_, index) => {
    const day = bogotaDayOf(new Date(now.getTime() - (GROWTH_DAYS - 1 - index) * DAY_MS));
    const people = known.get(day) ?? 0;
    total += people;
    return { day, people, total };
  });
  const begin = all.findIndex((day) => day.total > 0);
  return all.slice(Math.min(Math.max(0, begin - 1), GROWTH_DAYS - LEAST_DAYS));
};

/** When the goal is reached if they go on to come as they do. */
const forecast = (days: readonly Day[], total: number, goal: number, now: Date): string[] => {
  const pace = peopleOf(days.slice(-PACE_DAYS)) / PACE_DAYS;
  if (total >= goal || pace === 0) return [];
  const ahead = Math.ceil((goal - total) / pace);
  if (ahead > MOST_AHEAD_DAYS) return [];
  return [
    `A ese paso se llega a la meta hacia el ${dayOf(bogotaDayOf(new Date(now.getTime() + ahead * DAY_MS)))}.`,
  ];
};

/** Whole weeks back from today, the newest first. */
const weeksOf = (days: readonly Day[]): string[][] => {
  const rows: string[][] = [];
  for (let end = days.length; end > 0; end -= WEEK) {
    const week = days.slice(Math.max(0, end - WEEK), end);
    const [from, until] = [week[0], week.at(-1)];
    if (from === undefined || until === undefined) break;
    rows.push([
      `${shortDayOf(from.day)} a ${shortDayOf(until.day)}`,
      formatNumber(peopleOf(week)),
      formatNumber(until.total),
    ]);
  }
  return rows;
};
