import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../processes/child.ts';
import type { Figures } from './figures.ts';

const START = '<!-- chaos: begin, written by npm run chaos -->';
const END = '<!-- chaos: end -->';
const file = join(root, 'docs/reliability.md');

const header = [
  'Fault (one process)',
  'Accepted',
  'Answered',
  '503s',
  'Cut, tried again',
  'Other',
  'Longest gap, s',
  'Recovery, s',
  'Queries a person, most',
];

const row = (figures: Figures): string => {
  const { fault, accepted, answered, unavailable, cut, other, longestGapS, recoveryS, queries } = figures;
  const numbers = [accepted, answered, unavailable, cut, other, longestGapS.toFixed(1)];
  const name = figures.strain === null ? fault : `${fault} (*)`;
  return `| ${[name, ...numbers, recoveryS?.toFixed(1) ?? '–', queries].join(' | ')} |`;
};

/** One table, and what this machine could not do. */
export const tableOf = (all: readonly Figures[]): string => {
  const strained = all.filter(({ strain }) => strain !== null);
  const notes = strained.map(
    ({ fault, strain }) => `(*) ${fault}: this machine did not produce the load: ${strain}.`,
  );
  const rule = header.map((_, index) => (index === 0 ? '---' : '--:'));
  return [`| ${header.join(' | ')} |`, `| ${rule.join(' | ')} |`, ...all.map(row), '', ...notes]
    .join('\n')
    .trimEnd();
};

/** Writes the figures into docs/reliability.md, with the machine, the day and the command. */
export const writeReport = async (parts: readonly string[], command: string, now: Date): Promise<void> => {
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`no place for the figures in ${file}`);
  const day = now.toISOString().slice(0, 10);
  const machine = `${process.platform} ${process.arch}, ${cpus().length} cores (${cpus()[0]?.model ?? '?'})`;
  const measured = `Measured on ${day} on ${machine}, Node ${process.versions.node}, with:\n\n    ${command}`;
  const figures = [START, measured, ...parts, END].join('\n\n');
  await writeFile(file, `${before}${figures}${after}`);
};
