import type { Tone } from '../../../../shared/contract/status-tones.ts';
import { BOTTOM, columnLabels, GAP, gridOf, HEIGHT, PLOT } from './columns.ts';
import { axisEnd, scaleTo } from './scale.ts';
import { type ChartName, chart, element, type Markup, text, WIDTH } from './svg.ts';

/** What happened in one stretch of time, by how it went. */
interface StackedColumn {
  label: string;
  /** `words` say the part's own number, as "2 respondidas". */
  parts: readonly { value: number; tone: Tone; words: string }[];
}

/** Upright columns side by side, each of parts one upon the other. */
export const stackedChart = (name: ChartName, columns: readonly StackedColumn[]): Markup => {
  const totals = columns.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const end = axisEnd(Math.max(0, ...totals));
  const height = scaleTo(end, PLOT);
  const width = WIDTH / Math.max(1, columns.length);
  const shapes = gridOf(end);
  for (const [index, { label, parts }] of columns.entries()) {
    let y = HEIGHT - BOTTOM;
    for (const { value, tone, words } of parts) {
      if (value === 0) continue;
      y -= height(value);
      const size = { x: index * width + GAP / 2, y, width: Math.max(1, width - GAP), height: height(value) };
      const title = element('title', {}, text(`${label}: ${words}`));
      shapes.push(element('rect', { class: `bar ${tone}`, ...size, rx: 1 }, title));
    }
  }
  return chart(name, HEIGHT, [...shapes, ...columnLabels(columns)]);
};
