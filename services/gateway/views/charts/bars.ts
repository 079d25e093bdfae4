import type { StatusLook } from '../census-card.ts';
import { formatCount } from '../numbers.ts';
import { scaleTo } from './scale.ts';
import { type ChartName, chart, element, type Markup, shorten, text, WIDTH } from './svg.ts';

export interface Bar {
  label: string;
  /** A second, quieter line. */
  detail?: string;
  value: number;
  tone?: StatusLook['tone'] | 'rest';
}

const LINE = 17;
const BAR = 10;
const GAP = 14;
/** Letters beside a number, and on a line alone. */
const LABEL_LETTERS = 30;
const DETAIL_LETTERS = 42;

/** Horizontal bars under their names, so that a long name has the whole width of a phone. */
export const barChart = (name: ChartName, bars: readonly Bar[]): Markup => {
  const length = scaleTo(Math.max(0, ...bars.map(({ value }) => value)), WIDTH);
  const shapes: Markup[] = [];
  let y = 0;
  for (const { label, detail, value, tone } of bars) {
    shapes.push(
      element('text', { x: 0, y: y + 13 }, text(shorten(label, LABEL_LETTERS))),
      element('text', { x: WIDTH, y: y + 13, class: 'value' }, text(formatCount(value))),
    );
    if (detail !== undefined) {
      y += LINE;
      const words = text(shorten(detail, DETAIL_LETTERS));
      shapes.push(element('text', { x: 0, y: y + 12, class: 'quiet-text' }, words));
    }
    y += LINE + 2;
    shapes.push(
      element('rect', { class: 'track', x: 0, y, width: WIDTH, height: BAR, rx: 2 }),
      element('rect', {
        class: `bar${tone === undefined ? '' : ` ${tone}`}`,
        ...{ x: 0, y, width: length(value), height: BAR, rx: 2 },
      }),
    );
    y += BAR + GAP;
  }
  return chart(name, Math.max(1, y - GAP), shapes);
};
