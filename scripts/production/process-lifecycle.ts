import { sayFatal } from '../../shared/log/say-fatal.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { within } from '../../shared/time/within.ts';

/** How long a stop may take, in milliseconds. */
interface StopTimes {
  /** What is in flight (requests, lookups) may end in this time. */
  patienceMs: number;
  /** After this the process ends whether everything has stopped or not. */
  forceAfterMs: number;
}

/** Whoever orders SIGTERM (Kubernetes, Docker) waits 30 s; whoever presses Ctrl-C sits in front of it. */
const ORDERED: StopTimes = { patienceMs: 16_000, forceAfterMs: 24_500 };
const IMPATIENT: StopTimes = { patienceMs: 5_000, forceAfterMs: 9_000 };
const ORPHAN_CHECK_MS = 1_000;

/**
 * Stops once, on SIGINT, SIGTERM or SIGHUP, and exits: 0 when everything stopped, 1 when it had to be forced.
 *
 * @param stop told for how long what is in flight may go on
 * @returns the impatient stop, for other reasons to end
 */
export const stopOnSignals = (stop: (patienceMs: number) => Promise<unknown>): (() => void) => {
  let stopping = false;
  const end = async ({ patienceMs, forceAfterMs }: StopTimes) => {
    if (stopping) return;
    stopping = true;
    try {
      await within(forceAfterMs, stop(patienceMs), { late: forceEnd });
      process.exit(0);
    } catch (error) {
      sayFatal(error);
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => end(ORDERED));
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => end(IMPATIENT));
  return () => end(IMPATIENT);
};

const forceEnd = (): never => {
  sayFatal('Algunas partes no se detuvieron a tiempo: se fuerza el cierre.');
  process.exit(1);
};

/**
 * npm cannot pass its own `kill -9` on: when it is gone, so are we. Only for processes that npm started; the script
 * says `exec`, so that npm and not a shell is the parent.
 */
export const exitWhenOrphaned = (end: () => void): void => {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  systemClock.every(ORPHAN_CHECK_MS, () => {
    if (process.ppid !== parent) end();
  });
};
