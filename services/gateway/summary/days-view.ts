import type { CensusSummary } from '../../../shared/contract/summary.ts';
import { dayOf, formatNumber, shortDayOf } from '../ui/format.ts';
import type { SummaryChart } from './chart-view.ts';
import { columnChart } from './charts/columns.ts';

/** How many answers came on which day. */
export const daysOf = ({ days }: CensusSummary): SummaryChart => {
  const total = days.reduce((sum, { answers }) => sum + answers, 0);
  const busiest = days.reduce((most, day) => (day.answers > (most?.answers ?? 0) ? day : most), days[0]);
  const description =
    busiest === undefined
      ? ''
      : `${formatNumber(total)} respuestas en ${days.length} días; el día con más fue el ${dayOf(busiest.day)}, con ${formatNumber(busiest.answers)}.`;
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
