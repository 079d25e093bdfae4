import type { Tone } from '../../../../shared/contract/status-tones.ts';
import { scaleTo } from './scale.ts';
import { element, type Markup, WIDTH } from './svg.ts';

const HEIGHT = 24;
/** What is there at all is seen. */
const LEAST = 3;
/** Tells two apart also without their colours. */
const GAP = 2;

/** One bar of which each part is a share. It says nothing to a screen reader: its numbers stand below it as links. */
export const shareBar = (parts: readonly { value: number; tone: Tone | null }[]): Markup => {
  const shown = parts.filter(({ value }) => value > 0);
  const total = shown.reduce((sum, { value }) => sum + value, 0);
  const room = WIDTH - GAP * Math.max(0, shown.length - 1) - LEAST * shown.length;
  const length = scaleTo(total, room);
  let x = 0;
  const shapes = shown.map(({ value, tone }) => {
    const width = LEAST + length(value);
    const shape = element('rect', {
      class: tone === null ? 'bar unseen' : `bar ${tone}`,
      ...{ x, y: 0, width, height: HEIGHT, rx: 3 },
    });
    x += width + GAP;
    return shape;
  });
  return still('share-bar', HEIGHT, shapes);
};

const ROW = 8;

/** How much one line of a ranking is of the longest. */
export const rankBar = (value: number, most: number): Markup => {
  const size = { x: 0, y: 0, height: ROW, rx: 2 };
  return still('rank-bar', ROW, [
    element('rect', { class: 'track', ...size, width: WIDTH }),
    element('rect', { class: 'bar', ...size, width: scaleTo(most, WIDTH)(value) }),
  ]);
};

/** As wide as its place, whatever its height. */
const still = (name: string, height: number, shapes: Markup[]): Markup =>
  element(
    'svg',
    {
      ...{ class: name, viewBox: `0 0 ${WIDTH} ${height}`, preserveAspectRatio: 'none' },
      ...{ 'aria-hidden': 'true', focusable: 'false' },
    },
    ...shapes,
  );
