import { type Status, statuses } from '../../../shared/contract/census.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import type { CensusSummary, Ranking } from '../../../shared/contract/summary.ts';
import { lookOf } from '../answer/card.ts';
import { counted, dayOf, formatNumber, formatShare, plural, shortDayOf } from '../ui/format.ts';
import { type Bar, barChart } from './charts/bars.ts';
import { columnChart } from './charts/columns.ts';
import { goalChart } from './charts/goal.ts';
import type { ChartName, Markup } from './charts/svg.ts';

/** One chart with its own data as a table. */
export interface SummaryChart {
  id: string;
  title: string;
  /** Null while there is nothing to draw: then `empty` says so. */
  svg: Markup | null;
  empty: string;
  note: string | null;
  /** What its colours say. */
  legend?: readonly { tone: Tone; text: string }[];
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** In words what bars show; the first few, for the table has them all. */
const nameOf = (id: string, title: string, bars: readonly Bar[]): ChartName => ({
  id,
  title,
  description: `${bars
    .filter(({ value }) => value > 0)
    .slice(0, 7)
    .map(({ label, value }) => `${label}: ${formatNumber(value)}`)
    .join('; ')}.`,
});

/** How far somebody has come towards their goal. */
export const goalOf = (referred: number, goal: number): SummaryChart => ({
  id: 'por-meta',
  title: 'Avance hacia la meta',
  svg: goalChart(
    {
      id: 'por-meta',
      title: 'Avance hacia la meta',
      description: `${counted(referred, 'referido', 'referidos')} de ${formatNumber(goal)}: ${formatShare(referred, goal)}.`,
    },
    { value: referred, goal },
  ),
  empty: '',
  note: null,
  columns: ['Referidos', 'Meta', 'Avance'],
  rows: [[formatNumber(referred), formatNumber(goal), formatShare(referred, goal)]],
});

/** How many answers came on which day. */
export const daysOf = ({ days }: CensusSummary): SummaryChart => {
  const total = days.reduce((sum, { answers }) => sum + answers, 0);
  const busiest = days.reduce((most, day) => (day.answers > (most?.answers ?? 0) ? day : most), days[0]);
  const description =
    busiest === undefined
      ? ''
      : `${counted(total, 'respuesta', 'respuestas')} en ${counted(days.length, 'día', 'días')}; el día con más fue el ${dayOf(busiest.day)}, con ${formatNumber(busiest.answers)}.`;
  const columns = days.map(({ day, answers }) => ({ label: shortDayOf(day), value: answers }));
  return {
    id: 'por-dia',
    title: 'Respuestas por día',
    svg:
      total === 0
        ? null
        : columnChart({ id: 'por-dia', title: 'Respuestas recibidas por día', description }, columns),
    empty: `No llegaron respuestas en los últimos ${days.length} días.`,
    note: 'Cada persona cuenta una vez: el día de su última respuesta.',
    columns: ['Día', 'Respuestas'],
    rows: days.toReversed().map(({ day, answers }) => [dayOf(day), formatNumber(answers)]),
  };
};

/** Good answers first, then what waits, then what failed. */
const statusOrder: readonly Status[] = [
  ...(['ACTIVE', 'NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'] as const),
  ...statuses,
];

/** How many have which status. */
export const statusesOf = ({ statuses: counts, total }: CensusSummary): SummaryChart => {
  const bars = new Map<string, Bar>();
  // Two statuses may have one word: people are told one line of them.
  for (const status of new Set(statusOrder)) {
    const { short: label, tone } = lookOf(status);
    bars.set(label, { label, tone, value: (bars.get(label)?.value ?? 0) + counts[status] });
  }
  const shown = [...bars.values()];
  return {
    id: 'por-estado',
    title: 'Por estado',
    svg: total === 0 ? null : barChart(nameOf('por-estado', 'Referidos por estado', shown), shown),
    empty: 'Todavía no hay consultas de sus referidos.',
    note: null,
    columns: ['Estado', 'Personas', 'Parte'],
    rows: shown.map(({ label, value }) => [label, formatNumber(value), formatShare(value, total)]),
  };
};

interface PlaceTerms<T> {
  id: string;
  title: string;
  ranking: Ranking<T>;
  /** What those are called that are not named: one, several. */
  others: readonly [string, string];
  heading: string;
  names(place: T): [label: string, detail: string];
}

/** Where those vote who may: one kind of place. */
export const placesOf = <T>({ active }: CensusSummary, terms: PlaceTerms<T>): SummaryChart => {
  const { id, title, ranking, others, heading, names } = terms;
  const named = ranking.top.map((place) => ({ names: names(place), people: place.people, rest: false }));
  const [one, several] = others;
  const { places, people } = ranking.others;
  const rest = {
    names: [plural(places, one, several), `${formatNumber(places)} más`] as const,
    people,
    rest: true,
  };
  const shown = places === 0 ? named : [...named, rest];
  const bars = shown.map(
    ({ names: [label, detail], people: value, rest: isRest }): Bar => ({
      ...{ label, detail, value },
      ...(isRest ? { isRest } : {}),
    }),
  );
  return {
    id,
    title,
    svg: active === 0 ? null : barChart(nameOf(id, `Habilitados: ${title.toLowerCase()}`, bars), bars),
    empty: 'Todavía no hay respuestas con puesto de votación.',
    note: null,
    columns: [heading, 'Personas', 'Parte'],
    rows: shown.map((row) => [
      row.names.join(', '),
      formatNumber(row.people),
      formatShare(row.people, active),
    ]),
  };
};
