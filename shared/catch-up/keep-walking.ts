import type { Config } from '../config/config.ts';
import type { Changed } from '../contract/changes.ts';
import type { DurableBus } from '../durable/bus.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { type CatchingUp, type CatchingUpOptions, startCatchingUp } from './catching-up.ts';
import { type Walk, walkRound } from './round.ts';

/** A walk as a service describes it; how often it goes is a setting of all. */
export interface KeptWalk<C extends Changed>
  extends Omit<Walk<C>, 'everyMs' | 'wholePages' | 'clock' | 'signal'> {
  /** Pages of the slow walk in each round, 0 = none; 10 unless told: 5,000 people a minute, so 100,000 in 20 minutes. */
  wholePages?: number;
  log: CatchingUpOptions['log'];
  clock?: Clock;
  /** A round may begin. @param hurried because events are known to be lost */
  begin?(hurried: boolean): void;
}

/** How often a process looks whether its next round is due, in ms. */
const TICK_MS = 5_000;
const WHOLE_PAGES = 10;

/** Walks every `CATCH_UP_S` seconds, at once, and whenever the bus says that events are lost. */
export const keepWalking = <C extends Changed>(
  { config, bus }: { config: Pick<Config, 'catchUpS'>; bus: Pick<DurableBus, 'onGap'> },
  { log, begin, wholePages = WHOLE_PAGES, clock = systemClock, ...walk }: KeptWalk<C>,
): CatchingUp => {
  const everyMs = config.catchUpS * 1_000;
  const catchingUp = startCatchingUp({
    ...{ log, clock },
    tickMs: Math.min(TICK_MS, everyMs),
    round(hurried, signal) {
      begin?.(hurried);
      return walkRound({ ...walk, clock, everyMs, wholePages, signal }, hurried);
    },
  });
  bus.onGap(catchingUp.hurry);
  return catchingUp;
};
