import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import type { After } from '../effects.ts';

interface FeederOptions {
  /** @returns how many members it took from their batches */
  feed(now: Date): Promise<number>;
  after: After;
  log: { error(message: string, error: unknown): void };
  clock?: Clock;
}

const EVERY_MS = 2_000;

/** Feeds the batches whenever it is nudged, and by the clock in case nobody says anything. */
export const startFeeder = ({ feed, after, log, clock = systemClock }: FeederOptions): Loop =>
  startLoop({
    async work() {
      if ((await feed(new Date(clock.now()))) > 0) after(['publish', 'wake']);
    },
    idleMs: EVERY_MS,
    failed: (error) => log.error('feeding of batches failed', error),
    clock,
  });
