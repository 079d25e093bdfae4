import { formatNumber } from '../../ui/format.ts';
import { BOTTOM, columnLabels, gridOf, HEIGHT, PLOT } from './columns.ts';
import { axisEnd, scaleTo } from './scale.ts';
import { type ChartName, chart, element, type Markup, text, WIDTH } from './svg.ts';

/** A goal so far above what is there would press it flat. */
const GOAL_IN_SIGHT = 3;

/** What stands at the end, in half its width. */
const DOT = 4;

interface Line {
  points: readonly { label: string; value: number }[];
  goal: number;
}

/** Whether a goal is drawn beside what there is. */
export const isInSight = (most: number, goal: number): boolean => goal <= Math.max(most, 1) * GOAL_IN_SIGHT;

/** How something grew from day to day, with the goal as a line across. */
export const lineChart = (name: ChartName, { points, goal }: Line): Markup => {
  const most = Math.max(0, ...points.map(({ value }) => value));
  const seen = isInSight(most, goal);
  const end = axisEnd(Math.max(most, seen ? goal : 0));
  const height = scaleTo(end, PLOT);
  const step = WIDTH / Math.max(1, points.length - 1);
  const ground = HEIGHT - BOTTOM;
  const places = points.map(({ value }, index) => `${round(index * step)},${round(ground - height(value))}`);
  const last = points.at(-1)?.value ?? 0;
  return chart(name, HEIGHT, [
    ...gridOf(end),
    element('path', { class: 'area', d: `M0,${ground} L${places.join(' L')} L${WIDTH},${ground} Z` }),
    element('path', { class: 'line', d: `M${places.join(' L')}` }),
    ...(seen ? goalLine(goal, ground - height(goal)) : []),
    element('circle', { class: 'bar', cx: WIDTH - DOT, cy: ground - height(last), r: DOT }),
    ...columnLabels(points),
  ]);
};

const round = (value: number): number => Math.round(value * 10) / 10;

const goalLine = (goal: number, y: number): Markup[] => [
  element('line', { class: 'goal', x1: 0, x2: WIDTH, y1: y, y2: y }),
  element('text', { class: 'goal-text end', x: WIDTH, y: y - 5 }, text(`Meta ${formatNumber(goal)}`)),
];
