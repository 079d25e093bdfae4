import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { systemClock } from '../../shared/time/clock.ts';
import { type Played, play } from '../../test/support/year/play.ts';

/**
 * Plays simulated worlds: `npm run simulate -- --seeds 10000 --days 30`. One that breaks what must hold is named, and
 * `--seed N --trace` plays it again step by step.
 */

const SHOWN_EVERY_MS = 10_000;

const options = () => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      days: { type: 'string', default: '30' },
      /** The first seed, or the only one with `--trace`. */
      seed: { type: 'string', default: '1' },
      trace: { type: 'boolean', default: false },
      workers: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const number = (name: 'seeds' | 'days' | 'seed' | 'workers'): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number from 1 on`);
    return value;
  };
  return {
    ...{ seeds: number('seeds'), days: number('days'), first: number('seed'), workers: number('workers') },
    trace: values.trace,
  };
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const replay = async (seed: number, days: number): Promise<void> => {
  const played = await play({ seed, days, trace: say });
  say(played.broken === null ? `seed ${seed}: all held` : `seed ${seed}: ${played.broken}`);
  if (played.broken !== null) process.exitCode = 1;
};

interface Share {
  first: number;
  seeds: number;
  step: number;
  days: number;
}

/** One thread's share: every so many-th seed. */
const playShare = async ({ first, seeds, step, days }: Share): Promise<void> => {
  for (let seed = first; seed < first + seeds; seed += step)
    parentPort?.postMessage(await play({ seed, days }));
};

const playAll = async (): Promise<void> => {
  const { seeds, days, first, workers, trace } = options();
  if (trace) return replay(first, days);
  const begun = systemClock.elapsed();
  const sums = { seeds: 0, people: 0, leases: 0, queries: 0, answers: 0, byNext: 0 };
  const broken: Played[] = [];
  let shownAt = begun;
  const report = (): string => {
    const minutes = (systemClock.elapsed() - begun) / 60_000;
    const { people, leases, queries, answers, byNext } = sums;
    return `${sums.seeds} seeds of ${days} days, ${(sums.seeds / minutes).toFixed(0)} a minute: ${people} people, ${leases} leases, ${queries} queries, ${answers} answers (${byNext} by the second source), ${broken.length} broken`;
  };
  const note = (played: Played): void => {
    sums.seeds += 1;
    for (const name of ['people', 'leases', 'queries', 'answers', 'byNext'] as const)
      sums[name] += played[name];
    if (played.broken !== null) {
      broken.push(played);
      say(`seed ${played.seed} (${played.kinds.join(', ')}): ${played.broken}`);
    }
    if (systemClock.elapsed() - shownAt < SHOWN_EVERY_MS) return;
    shownAt = systemClock.elapsed();
    say(report());
  };
  const share = (offset: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const data: Share = { first: first + offset, seeds: seeds - offset, step: workers, days };
      new Worker(new URL(import.meta.url), { workerData: data })
        .on('message', note)
        .on('error', reject)
        .on('exit', () => resolve());
    });
  await Promise.all(Array.from({ length: Math.min(workers, seeds) }, (_, offset) => share(offset)));
  say(report());
  if (broken.length > 0) process.exitCode = 1;
};

await (isMainThread ? playAll() : playShare(workerData as Share));
