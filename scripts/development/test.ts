import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { join, sep } from 'node:path';
import pLimit from 'p-limit';
import { systemClock } from '../../shared/time/clock.ts';
import { emptyCluster } from '../../test/support/servers/cluster.ts';
import { entry } from '../production/bundle/entry.ts';
import { makeMemoryFolder } from './memory-folder.ts';
import { failedFiles, isPassed, type PartResult, suiteReport } from './suite-report.ts';

/** Kinds of test that one mocha runs: each is a folder of test/. */
interface Part {
  kinds: readonly string[];
  env?: Record<string, string>;
}

const wanted = (process.env.MODES ?? 'embedded,distributed').split(',');
const inMode = (mode: string, ...kinds: string[]): Part[] =>
  wanted.includes(mode) ? [{ kinds, env: { MODES: mode } }] : [];

/**
 * The whole suite as mocha processes, those first that take longest. Each waits for most of its time, and seldom has more
 * than one real browser at work. The first one's output is shown as it comes, the others' when all are done, and what failed at the very end.
 */
const parts: readonly Part[] = [
  ...inMode('embedded', 'behaviour'),
  ...inMode('distributed', 'behaviour'),
  { kinds: ['database'] },
  { kinds: ['faults'] },
  { kinds: ['pages'], env: { MODES: 'embedded' } },
  ...inMode('embedded', 'attacks'),
  { kinds: ['process'] },
  { kinds: ['browser', 'source-kit'] },
  { kinds: ['durable'] },
  ...inMode('distributed', 'attacks'),
  { kinds: ['unit'] },
  { kinds: ['packaging'] },
];
/** So many at once keep two cores at work to the end. */
const AT_ONCE = 6;

const known = new Set(['attacks', 'behaviour', ...parts.flatMap(({ kinds }) => kinds)]);
const forgotten = globSync('test/**/*.test.ts').filter((file) => !known.has(file.split(sep)[1] ?? ''));
if (forgotten.length > 0) throw new Error(`no part of the suite runs ${forgotten.join(', ')}`);

/** What one run compiled the next one reads; the launcher does the same for the processes that tests start. */
const compiled = join(import.meta.dirname, '../../node_modules/.cache/compiled');

const nameOf = ({ kinds, env }: Part): string => `${kinds.join(', ')}${env?.MODES ? ` (${env.MODES})` : ''}`;

const filesOf = ({ kinds }: Part): string[] => kinds.map((kind) => `test/${kind}/**/*.test.ts`);

/** @param live its output is shown as it comes, and not at the end */
const run = async (part: Part, live: boolean, files = filesOf(part)): Promise<PartResult> => {
  const began = systemClock.elapsed();
  const mocha = spawn('mocha', [...files, ...(process.stdout.isTTY ? ['--color'] : [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...part.env },
  });
  let output = '';
  const collect = (to: NodeJS.WriteStream) => (chunk: Buffer) => {
    if (live) to.write(chunk);
    output += chunk.toString();
  };
  mocha.stdout.on('data', collect(process.stdout));
  mocha.stderr.on('data', collect(process.stderr));
  const [code] = (await once(mocha, 'close')) as [number | null];
  return { name: nameOf(part), code: code ?? 1, seconds: (systemClock.elapsed() - began) / 1_000, output };
};

// A Ctrl-C reaches them too, and they clean up; a second one ends this process.
process.once('SIGINT', () => {});

// The programs in Go that are asked here and by tests (the bundler, promtool) end soon: a quarter of their work would be tidying up.
process.env.GOGC ??= '400';
// Databases and profiles of browsers that live for seconds need no disk; it is a twentieth of the work, and the disk's to wait for.
const inMemory = process.env.TMPDIR === undefined ? makeMemoryFolder('censo-test') : undefined;
if (inMemory !== undefined) process.env.TMPDIR = inMemory;
// Else the first processes that tests start would each begin from the sources, and each mocha make tables.
await Promise.all([entry('start'), emptyCluster()]);

const atOnce = pLimit(AT_ONCE);
const results = await Promise.all(parts.map((part, index) => atOnce(() => run(part, index === 0))));
const [, ...unseen] = results;
process.stdout.write(unseen.map(({ output }) => output).join(''));

// A gate that closes for a busy machine's bad luck says nothing of the change: CI looks once more, and says so.
if (process.env.CI === 'true')
  for (const [index, part] of parts.entries()) {
    const result = results[index];
    const files = result === undefined || result.code === 0 ? [] : failedFiles(result);
    if (result !== undefined && files.length > 0) result.alone = await run(part, true, files);
  }
process.stdout.write(suiteReport(results));
process.exitCode = results.every(isPassed) ? 0 : 1;
