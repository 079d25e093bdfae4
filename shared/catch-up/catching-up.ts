import { isAppError } from '../errors.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { startLoop } from '../time/loop.ts';

/** A walk that goes on by the clock for as long as a service runs. */
export interface CatchingUp {
  /** Something may have been lost: look now, not when it is time. */
  hurry(): void;
  /** Resolves when the page in hand is done. */
  stop(): Promise<void>;
}

export interface CatchingUpOptions {
  /** Walks if it is time, and if nobody else does. */
  round: (hurried: boolean, signal: AbortSignal) => Promise<boolean>;
  /** How often it is looked whether it is time, in ms. */
  tickMs: number;
  log: { warn(message: string): void };
  clock?: Clock;
}

/** Begins at once. Rounds never overlap; one that fails is said once, until one succeeds. */
export const startCatchingUp = ({
  round,
  tickMs,
  log,
  clock = systemClock,
}: CatchingUpOptions): CatchingUp => {
  let inHurry = false;
  let failing = false;

  const loop = startLoop({
    ...{ idleMs: tickMs, clock },
    async work(signal) {
      const hurried = inHurry;
      inHurry = false;
      if (await round(hurried, signal)) failing = false;
    },
    failed(error) {
      if (!failing) log.warn(`what other services know could not be looked up: ${reasonOf(error)}`);
      failing = true;
    },
  });
  return {
    hurry() {
      inHurry = true;
      loop.nudge();
    },
    stop: loop.stop,
  };
};

const reasonOf = (error: unknown): string =>
  isAppError(error) && error.cause !== undefined ? String(error.cause) : String(error);
