/**
 * npm run bench [-- --only P5,P6] [--quick] [--write] [--against <commit>]
 *
 * Measures the portal by what others do, side by side in one run, and writes docs/performance.md; with `--against` beside
 * another commit, and fails where this one is more than 15 % worse. `--quick` measures less of each, and writes nothing
 * unless it is told to `--write`.
 */
import { parseArgs } from 'node:util';
import { figures } from './figures.ts';
import { checkOut, here } from './kit/checkouts.ts';
import type { Bench, Row } from './kit/figure.ts';
import { machineFacts } from './kit/machine.ts';
import { tableOf, writePart } from './kit/table.ts';
import { worseThan } from './kit/worse.ts';

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
const bench: Bench = {
  checkouts,
  ...(quick ? { rounds: 5, seconds: 0.5 } : { rounds: 5, seconds: 1 }),
  isQuick: quick,
  log: (line) => console.error(line),
};
const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(
  ' ',
);
const day = new Date().toISOString().slice(0, 10);
const worse: string[] = [];

for (const { id, title, measure } of chosen) {
  const facts = machineFacts();
  console.log(`\n${id} ${title}`);
  let rows: Row[];
  try {
    rows = await measure(bench);
  } catch (error) {
    // The others are still worth measuring.
    console.error(`${id} was not measured:`, error);
    process.exitCode = 1;
    continue;
  }
  const table = tableOf(rows, names);
  console.log(table);
  if (other !== null) worse.push(...worseThan(rows, other.name, here.name).map((line) => `${id} ${line}`));
  if (!quick || write) writePart(id, `${table}\n\n\`${command}\`, ${day}: ${facts}.`);
}
if (worse.length > 0) {
  console.error(`\nMore than 15 % worse than ${other?.name}:\n${worse.join('\n')}`);
  process.exitCode = 1;
}
