/**
 * npm run bench [-- --only P5,P6] [--quick] [--write] [--against <commit>]
 *
 * Measures the portal by what others do, side by side in one run, and writes docs/performance.md; with `--against` beside
 * another commit, and fails where this one is more than 15 % worse, again and again. `--quick` measures less of each, and writes
 * nothing unless it is told to `--write`.
 */
import { parseArgs } from 'node:util';
import { figures } from './figures.ts';
import { checkOut, here } from './kit/checkouts.ts';
import type { Bench, Figure, Row } from './kit/figure.ts';
import { machineFacts } from './kit/machine.ts';
import { ownPortals, sharedPortals } from './kit/portals.ts';
import { tableOf, writePart } from './kit/table.ts';
import { turnsOf } from './kit/turns.ts';
import { measureSurely } from './kit/worse.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    against: { type: 'string' },
  },
});
const { only, quick, write, against } = values;
const wanted = only?.toUpperCase().split(',');
const chosen = figures.filter(({ id }) => wanted?.includes(id) ?? true);
if (chosen.length === 0) throw new Error(`no figure of ${only}: ${figures.map(({ id }) => id).join(' ')}`);

const other = against === undefined ? null : checkOut(against);
const checkouts = other === null ? [here] : [other, here];
const names = checkouts.map(({ name }) => name);
await using portals = quick ? sharedPortals() : ownPortals();
const bench: Bench = {
  checkouts,
  ...{ rounds: 5, seconds: quick ? 0.25 : 1 },
  isQuick: quick,
  portals,
  log: (line) => console.error(line),
};
const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(
  ' ',
);
const day = new Date().toISOString().slice(0, 10);
const allWorse: string[] = [];
const took: string[] = [];
const begun = performance.now();
const seconds = (since: number): string => ((performance.now() - since) / 1_000).toFixed(0);

/** @returns its rows: with another commit those of all passes */
const rowsOf = async ({ id, measure }: Figure): Promise<Row[]> => {
  if (other === null) return measure(bench);
  const pass = (isReversed: boolean) =>
    measure({ ...bench, checkouts: isReversed ? checkouts.toReversed() : checkouts });
  const sure = await measureSurely(pass, { before: other.name, now: here.name });
  allWorse.push(...sure.worse.map((line) => `${id} ${line}`));
  return sure.rows;
};

const measureOne = async (figure: Figure): Promise<void> => {
  const { id, title, quickS } = figure;
  const facts = machineFacts();
  const began = performance.now();
  console.error(`\n${id} ${title}`);
  try {
    const table = tableOf(await rowsOf(figure), names);
    console.log(`\n${id} ${title}\n${table}`);
    if (!quick || write) writePart(id, `${table}\n\n\`${command}\`, ${day}: ${facts}.`);
  } catch (error) {
    // The others are still worth measuring.
    console.error(`${id} was not measured:`, error);
    process.exitCode = 1;
  } finally {
    const time = `${id} ${seconds(began)}${quick && other === null ? ` of ${quickS}` : ''} s`;
    took.push(time);
    console.error(`took ${time}`);
  }
};

for (const turn of turnsOf(chosen, quick)) await Promise.all(turn.map(measureOne));
console.error(`\nTime: ${took.join(', ')}; together ${seconds(begun)} s.`);
if (allWorse.length > 0) {
  console.error(`\nSurely more than 15 % worse than ${other?.name}:\n${allWorse.join('\n')}`);
  process.exitCode = 1;
}
