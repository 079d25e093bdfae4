import type { EntityManager } from '@mikro-orm/postgresql';
import { errorCodeOf } from '../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { answerAsks } from './ask.ts';
import { purgeOneTimes } from './one-time.ts';
import { purgeDecided } from './purge-decided.ts';

interface AnsweringOptions {
  fork: () => EntityManager;
  messenger: MessengerSettings;
  log: { error(message: string): void };
  clock?: Clock;
}

const EVERY_MS = 5_000;
const PURGE_MS = 3_600_000;

/** Sends codes to those who asked for one, as soon as it is told of one, and removes what is over, every hour. */
export const startAnswering = ({ fork, messenger, log, clock = systemClock }: AnsweringOptions): Loop => {
  let purgedAt = Number.NEGATIVE_INFINITY;
  // Never the message: a database's has the values of the statement, cédulas among them.
  const failed = (error: unknown): void =>
    log.error(`codes could not be sent to who asked: ${errorCodeOf(error)}`);
  return startLoop({
    clock,
    idleMs: EVERY_MS,
    async work() {
      const now = new Date(clock.now());
      const asked = await answerAsks(fork, messenger, now, failed);
      if (clock.elapsed() - purgedAt >= PURGE_MS) {
        purgedAt = clock.elapsed();
        await purgeOneTimes(fork(), now);
        await purgeDecided(fork(), now);
      }
      return asked > 0 ? 0 : EVERY_MS;
    },
    failed,
  });
};
