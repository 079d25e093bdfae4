import { type Status, statuses } from '../../../shared/contract/census.ts';
import type { CensusSummary } from '../../../shared/contract/summary.ts';
import { lookOf } from '../answer/card.ts';
import { formatNumber, formatShare } from '../ui/format.ts';
import { nameOf, type SummaryChart } from './chart-view.ts';
import { type Bar, barChart } from './charts/bars.ts';

/** Good answers first, then what waits, then what failed. */
const statusOrder: readonly Status[] = [
  ...(['ACTIVE', 'NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'] as const),
  ...statuses,
];

/** How many have which status. */
export const statusOf = ({ statuses: counts, total }: CensusSummary): SummaryChart => {
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
