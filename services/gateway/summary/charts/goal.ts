import { formatNumber, formatShare } from '../../ui/format.ts';
import { scaleTo } from './scale.ts';
import { type ChartName, chart, element, type Markup, text, WIDTH } from './svg.ts';

const BAR = 22;

/** How far somebody has come towards their goal; beyond it the bar is full and the numbers say the rest. */
export const goalChart = (name: ChartName, { value, goal }: { value: number; goal: number }): Markup => {
  const shape = { x: 0, y: 24, height: BAR, rx: 4 };
  return chart(name, 24 + BAR + 22, [
    element('text', { x: 0, y: 14 }, text(`${formatNumber(value)} de ${formatNumber(goal)}`)),
    element('text', { x: WIDTH, y: 14, class: 'value' }, text(formatShare(value, goal))),
    element('rect', { class: 'track', width: WIDTH, ...shape }),
    element('rect', { class: 'bar', width: scaleTo(goal, WIDTH)(value), ...shape }),
    element('text', { class: 'quiet-text', x: 0, y: 24 + BAR + 17 }, text('0')),
    element('text', { class: 'quiet-text end', x: WIDTH, y: 24 + BAR + 17 }, text(formatNumber(goal))),
  ]);
};
