import { formatNumber } from '../../ui/format.ts';
import { axisEnd, scaleTo } from './scale.ts';
import { type ChartName, chart, element, type Markup, text, WIDTH } from './svg.ts';

export interface Column {
  label: string;
  value: number;
}

export const HEIGHT = 190;
const TOP = 18;
export const BOTTOM = 26;
export const PLOT = HEIGHT - TOP - BOTTOM;
export const GAP = 2.5;

/** Upright columns side by side, for what happened on each of many days. */
export const columnChart = (name: ChartName, columns: readonly Column[]): Markup => {
  const end = axisEnd(Math.max(0, ...columns.map(({ value }) => value)));
  const height = scaleTo(end, PLOT);
  const width = WIDTH / Math.max(1, columns.length);
  const ground = TOP + PLOT;
  const shapes = gridOf(end);
  for (const [index, { value, label }] of columns.entries()) {
    const size = { x: index * width + GAP / 2, y: ground - height(value) };
    const words = element('title', {}, text(`${label}: ${formatNumber(value)}`));
    shapes.push(
      element(
        'rect',
        { class: 'bar', ...size, width: Math.max(1, width - GAP), height: height(value), rx: 1 },
        words,
      ),
    );
  }
  return chart(name, HEIGHT, [...shapes, ...columnLabels(columns)]);
};

/** Lines across the whole width: at nothing, in the middle and at the end. */
export const gridOf = (end: number): Markup[] =>
  [0, end / 2, end]
    .filter(Number.isInteger)
    .flatMap((value) => gridLine(value, TOP + PLOT - scaleTo(end, PLOT)(value)));

const gridLine = (value: number, y: number): Markup[] => [
  element('line', { class: 'grid', x1: 0, x2: WIDTH, y1: y, y2: y }),
  ...(value === 0
    ? []
    : [element('text', { class: 'quiet-text', x: 0, y: y - 4 }, text(formatNumber(value)))]),
];

/** The first, the middle and the last: more have no room on a phone. */
export const columnLabels = (columns: readonly { label: string }[]): Markup[] => {
  const places = [
    { column: columns[0], x: 0, anchor: 'start' },
    { column: columns[Math.floor(columns.length / 2)], x: WIDTH / 2, anchor: 'middle' },
    { column: columns.at(-1), x: WIDTH, anchor: 'end' },
  ];
  return places.flatMap(({ column, x, anchor }) =>
    column === undefined
      ? []
      : element('text', { class: `quiet-text ${anchor}`, x, y: HEIGHT - 8 }, text(column.label)),
  );
};
