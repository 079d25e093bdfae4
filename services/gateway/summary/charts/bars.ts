import type { Tone } from '../../../../shared/contract/status-tones.ts';
import { formatNumber } from '../../ui/format.ts';
import { scaleTo } from './scale.ts';
import { type ChartName, chart, element, type Markup, shorten, text, WIDTH, wrap } from './svg.ts';

export interface Bar {
  label: string;
  /** A second, quieter line. */
  detail?: string;
  value: number;
  tone?: Tone;
  /** What is left of a ranking: a number without a bar, which would be longer than all that have a name. */
  isRest?: boolean;
}

const LINE = 17;
const BAR = 10;
const GAP = 14;
/** Letters beside a number, and on a quieter line. */
const LABEL_LETTERS = 31;
const LABEL_LINES = 3;
const DETAIL_LETTERS = 42;

/** Horizontal bars under their names, so that a long name has the whole width of a phone. */
export const barChart = (name: ChartName, bars: readonly Bar[]): Markup => {
  const drawn = bars.filter(({ isRest }) => isRest !== true);
  const length = scaleTo(Math.max(0, ...drawn.map(({ value }) => value)), WIDTH);
  const shapes: Markup[] = [];
  let y = 0;
  for (const bar of bars) {
    const lines = wrap(bar.label, LABEL_LETTERS, LABEL_LINES);
    shapes.push(
      ...lines.map((line, index) => element('text', { x: 0, y: y + index * LINE + 13 }, text(line))),
    );
    shapes.push(element('text', { x: WIDTH, y: y + 13, class: 'value' }, text(formatNumber(bar.value))));
    y += lines.length * LINE;
    if (bar.detail !== undefined) {
      const words = text(shorten(bar.detail, DETAIL_LETTERS));
      shapes.push(element('text', { x: 0, y: y + 12, class: 'quiet-text' }, words));
      y += LINE;
    }
    if (bar.isRest !== true) {
      shapes.push(...barAt(y + 2, length(bar.value), bar.tone));
      y += 2 + BAR + GAP;
    }
  }
  return chart(name, Math.max(1, y), shapes);
};

const barAt = (y: number, width: number, tone: Bar['tone']): Markup[] => [
  element('rect', { class: 'track', x: 0, y, width: WIDTH, height: BAR, rx: 2 }),
  element('rect', { class: tone === undefined ? 'bar' : `bar ${tone}`, x: 0, y, width, height: BAR, rx: 2 }),
];
