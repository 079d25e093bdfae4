import { formatNumber } from '../ui/format.ts';
import type { Bar } from './charts/bars.ts';
import type { ChartName, Markup } from './charts/svg.ts';

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

/** In words what bars show; the first few, for the table has them all. */
export const nameOf = (id: string, title: string, bars: readonly Bar[]): ChartName => ({
  id,
  title,
  description: `${bars
    .filter(({ value }) => value > 0)
    .slice(0, 7)
    .map(({ label, value }) => `${label}: ${formatNumber(value)}`)
    .join('; ')}.`,
});
