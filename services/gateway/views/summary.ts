import { type Status, statuses } from '../../../shared/contract/census.ts';
import type { CensusSummary, Ranking } from '../../../shared/contract/summary.ts';
import { lookOf } from './census-card.ts';
import { type Bar, barChart } from './charts/bars.ts';
import { columnChart } from './charts/columns.ts';
import { goalChart } from './charts/goal.ts';
import type { Markup } from './charts/svg.ts';
import { dayOf, shortDayOf } from './days.ts';
import { formatMoment } from './format.ts';
import { formatCount, formatShare } from './numbers.ts';

/** One chart with its own data as a table. */
export interface SummaryChart {
  id: string;
  title: string;
  /** Null while there is nothing to draw: then `empty` says so. */
  svg: Markup | null;
  empty: string;
  note: string | null;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Everything that the page of the summary shows. */
export interface SummaryPage {
  figures: { label: string; value: string; detail: string }[];
  charts: SummaryChart[];
  latest: string | null;
}

export interface SummaryTerms {
  /** Everybody whom they referred, also without a lookup. */
  referred: number;
  goal: number;
  now: Date;
}

export const presentSummary = (
  summary: CensusSummary,
  { referred, goal, now }: SummaryTerms,
): SummaryPage => ({
  figures: [
    { label: 'Referidos', value: formatCount(referred), detail: 'personas registradas' },
    {
      label: 'Con respuesta',
      value: formatCount(summary.answered),
      detail: `${formatShare(summary.answered, referred)} de los referidos`,
    },
    {
      label: 'Habilitados',
      value: formatCount(summary.active),
      detail: `${formatShare(summary.active, summary.answered)} de las respuestas`,
    },
    {
      label: 'Meta',
      value: formatShare(referred, goal),
      detail: `${formatCount(referred)} de ${formatCount(goal)}`,
    },
  ],
  charts: [
    goalOf(referred, goal),
    daysOf(summary),
    statusOf(summary),
    placesOf(summary, {
      id: 'por-municipio',
      title: 'Por municipio',
      ranking: summary.municipios,
      others: ['Otro municipio', 'Otros municipios'],
      heading: 'Municipio',
      names: ({ municipio, departamento }) => [municipio, departamento],
    }),
    placesOf(summary, {
      id: 'por-puesto',
      title: 'Por puesto de votación',
      ranking: summary.puestos,
      others: ['Otro puesto', 'Otros puestos'],
      heading: 'Puesto',
      names: ({ puesto, municipio, departamento }) => [puesto, `${municipio}, ${departamento}`],
    }),
  ],
  latest: summary.latestAnswerAt === null ? null : formatMoment(summary.latestAnswerAt, now),
});

const goalOf = (referred: number, goal: number): SummaryChart => ({
  id: 'por-meta',
  title: 'Avance hacia la meta',
  svg: goalChart(
    {
      id: 'por-meta',
      title: 'Avance hacia la meta',
      description: `${formatCount(referred)} referidos de ${formatCount(goal)}: ${formatShare(referred, goal)}.`,
    },
    { value: referred, goal },
  ),
  empty: '',
  note: null,
  columns: ['Referidos', 'Meta', 'Avance'],
  rows: [[formatCount(referred), formatCount(goal), formatShare(referred, goal)]],
});

/** Good answers first, then what waits, then what failed. */
const statusOrder: readonly Status[] = [
  ...(['ACTIVE', 'NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'] as const),
  ...statuses,
];

const statusOf = ({ statuses: counts, total }: CensusSummary): SummaryChart => {
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
    rows: shown.map(({ label, value }) => [label, formatCount(value), formatShare(value, total)]),
  };
};

const daysOf = ({ days }: CensusSummary): SummaryChart => {
  const total = days.reduce((sum, { answers }) => sum + answers, 0);
  const busiest = days.reduce((most, day) => (day.answers > (most?.answers ?? 0) ? day : most), days[0]);
  const description =
    busiest === undefined
      ? ''
      : `${formatCount(total)} respuestas en ${days.length} días; el día con más fue el ${dayOf(busiest.day)}, con ${formatCount(busiest.answers)}.`;
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
    rows: days.toReversed().map(({ day, answers }) => [dayOf(day), formatCount(answers)]),
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

const placesOf = <T>({ active }: CensusSummary, terms: PlaceTerms<T>): SummaryChart => {
  const { id, title, ranking, others, heading, names } = terms;
  const named = ranking.top.map((place) => ({ names: names(place), people: place.people, rest: false }));
  const [one, several] = others;
  const { places, people } = ranking.others;
  const rest = {
    names: [places === 1 ? one : several, `${formatCount(places)} más`] as const,
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
      formatCount(row.people),
      formatShare(row.people, active),
    ]),
  };
};

/** In words what bars show; the first few, for the table has them all. */
const nameOf = (id: string, title: string, bars: readonly Bar[]) => ({
  id,
  title,
  description: `${bars
    .filter(({ value }) => value > 0)
    .slice(0, 7)
    .map(({ label, value }) => `${label}: ${formatCount(value)}`)
    .join('; ')}.`,
});
