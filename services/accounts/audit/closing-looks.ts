import type { EntityManager } from '@mikro-orm/postgresql';
import { errorCodeOf } from '../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { closeLooks } from './looks.ts';

interface ClosingOptions {
  fork: () => EntityManager;
  log: { warn(message: string): void };
  clock?: Clock;
}

const EVERY_MS = 30_000;

/** Makes entries of the trail of visits that are over, those of before a crash as well. */
export const startClosingLooks = ({ fork, log, clock = systemClock }: ClosingOptions): Loop =>
  startLoop({
    clock,
    idleMs: EVERY_MS,
    async work() {
      return (await closeLooks(fork(), new Date(clock.now()))) ? 0 : EVERY_MS;
    },
    failed: (error) => log.warn(`visits stay out of the trail's chain: ${errorCodeOf(error)}`),
  });
