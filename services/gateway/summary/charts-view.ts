import type { Tone } from '../../../shared/contract/status-tones.ts';
import type { CensusSummary } from '../../../shared/contract/summary.ts';
import { counted, dayOf, formatNumber, shortDayOf } from '../ui/format.ts';
import { columnChart } from './charts/columns.ts';
import type { Markup } from './charts/svg.ts';

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
  /** The list behind it. */
  link?: { url: string; text: string };
}

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
