import type { Minutes } from '../../../shared/contract/lookups.ts';
import { stackedChart } from '../summary/charts/stacked.ts';
import type { SummaryChart } from '../summary/charts-view.ts';
import { counted, formatNumber, formatTime } from '../ui/format.ts';

const kinds = [
  { key: 'answered', tone: 'good', one: 'respondida', many: 'respondidas' },
  { key: 'failed', tone: 'bad', one: 'sin respuesta', many: 'sin respuesta' },
  { key: 'ours', tone: 'notice', one: 'fallida por algo nuestro', many: 'fallidas por algo nuestro' },
] as const;

const ID = 'ultima-hora';
const TITLE = 'La última hora';

/** How the lookups of the last hour ended, as a chart and as a table. */
export const lastHourOf = (minutes: readonly Minutes[]): SummaryChart => {
  const totals = kinds.map(({ key, tone, one, many }) => {
    const count = minutes.reduce((sum, part) => sum + part[key], 0);
    return { count, tone, words: counted(count, one, many) };
  });
  const legend = totals.filter(({ count }) => count > 0).map(({ tone, words }) => ({ tone, text: words }));
  const isEmpty = legend.length === 0;
  const columns = minutes.map((part) => ({
    label: formatTime(part.from),
    parts: kinds.map(({ key, tone, one, many }) => ({
      value: part[key],
      tone,
      words: counted(part[key], one, many),
    })),
  }));
  const description = `Consultas de cada cinco minutos: ${legend.map(({ text }) => text).join(', ')}.`;
  return {
    id: ID,
    title: TITLE,
    svg: isEmpty ? null : stackedChart({ id: ID, title: TITLE, description }, columns),
    empty: 'No se consultó a nadie en la última hora.',
    note: null,
    legend,
    columns: ['Desde', 'Respondidas', 'Sin respuesta', 'Por algo nuestro'],
    rows: minutes
      .toReversed()
      .filter(({ answered, failed, ours }) => answered + failed + ours > 0)
      .map((part) => [formatTime(part.from), ...kinds.map(({ key }) => formatNumber(part[key]))]),
  };
};
