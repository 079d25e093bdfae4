import type { CensusSummary } from '../../../shared/contract/summary.ts';
import { goalChart } from './charts/goal.ts';
import { formatMoment } from './format.ts';
import { formatCount, formatShare } from './numbers.ts';
import type { SummaryChart } from './summary-chart.ts';
import { daysOf } from './summary-days.ts';
import { placesOf } from './summary-places.ts';
import { statusOf } from './summary-statuses.ts';

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
