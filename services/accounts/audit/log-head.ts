import type { EntityManager } from '@mikro-orm/postgresql';
import { errorCodeOf } from '../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { chainHead } from './verify.ts';

interface LogHeadOptions {
  fork: () => EntityManager;
  log: { info(message: string): void; warn(message: string): void };
  clock?: Clock;
}

const EVERY_MS = 3_600_000;

/**
 * Says in the log where the trail's chain ends, at once and every hour: logs are kept elsewhere, so whoever cuts the end
 * off, or makes the whole chain anew, is found by `censo audit verify --cabeza`.
 */
export const startLogHead = ({ fork, log, clock = systemClock }: LogHeadOptions): Loop =>
  startLoop({
    clock,
    idleMs: EVERY_MS,
    async work() {
      const { seq, hash } = await chainHead(fork());
      log.info(`the trail's chain ends at ${seq}:${hash}`);
    },
    failed: (error) => log.warn(`the end of the trail's chain could not be read: ${errorCodeOf(error)}`),
  });
