import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checkouts.ts';
import type { Goal, Row } from './figure.ts';
import type { Sample } from './interleaved.ts';

const PAGE = join(root, 'docs/performance.md');

/** A number with as many places as say something. */
const short = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);

const shown = (sample: Sample | undefined, unit = ''): string =>
  sample === undefined
    ? '–'
    : `**${short(sample.median)}**${unit} (${short(sample.least)}–${short(sample.most)})`;

const goalOf = (goal: Goal | undefined, unit = ''): string => {
  if (goal === undefined) return '';
  return 'atLeast' in goal ? `≥ ${goal.atLeast}${unit}` : `≤ ${goal.atMost}${unit}`;
};

/** Whether a figure is as it should be; one without a goal always is. */
export const isReached = (value: number, goal: Goal | undefined): boolean => {
  if (goal === undefined) return true;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
};

/** A figure's rows as a table: a column a checkout, the newest last. */
export const tableOf = (rows: readonly Row[], names: readonly string[]): string => {
  const lines = rows.map(({ what, goal, unit, of, told = '' }) => {
    const values = names.map((name) => shown(of[name], unit));
    const now = of[names.at(-1) ?? '']?.median;
    const verdict = goal === undefined || now === undefined ? '' : isReached(now, goal) ? ' ✓' : ' ✗';
    return `| ${[what, ...values, `${goalOf(goal, unit)}${verdict}`, told].join(' | ')} |`;
  });
  const titles = ['', ...names, 'goal', 'in numbers'];
  return [`| ${titles.join(' | ')} |`, `| ${titles.map(() => '---').join(' | ')} |`, ...lines].join('\n');
};

const marks = (id: string): [string, string] => [`<!-- bench ${id} -->`, `<!-- end ${id} -->`];

/** Writes a figure's part of docs/performance.md between its marks; another figure's stays as it was measured. */
export const writePart = (id: string, text: string): void => {
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = marks(id);
  const [before, rest] = page.split(`${from}\n`);
  const after = rest?.split(to)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/performance.md has no place for ${id}`);
  writeFileSync(PAGE, `${before}${from}\n${text}\n${to}${after}`);
};
