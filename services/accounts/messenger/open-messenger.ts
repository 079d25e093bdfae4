import type { EntityManager } from '@mikro-orm/postgresql';
import { errorCodeOf } from '../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { startLoop } from '../../../shared/time/loop.ts';
import { createCarrier } from './carriers/carriers.ts';
import { type createMessageMetrics, sampleMessages } from './metrics.ts';
import { expireMessages, purgeMessages } from './outbox.ts';
import type { MessageResult } from './send-due.ts';
import { startSending } from './send-messages.ts';
import type { MessengerSettings } from './settings.ts';

interface MessengerOptions {
  fork: () => EntityManager;
  log: { warn(message: string): void; error(message: string): void };
  metrics: ReturnType<typeof createMessageMetrics>;
  clock?: Clock;
}

const PURGE_EVERY_MS = 3_600_000;

/** Sends what waits, by whoever MESSENGER names, and forgets what is over. @returns ends both */
export const openMessenger = (
  settings: MessengerSettings,
  { fork, log, metrics, clock = systemClock }: MessengerOptions,
): (() => Promise<void>) => {
  metrics.sample.from(() => sampleMessages(fork(), settings, new Date(clock.now())));
  const carrier = createCarrier(settings);
  const count = (result: MessageResult) => metrics.ended.inc({ result });
  const sending = carrier === null ? null : startSending({ fork, carrier, log, count, clock });
  const purge = startLoop({
    clock,
    idleMs: PURGE_EVERY_MS,
    async work() {
      const now = new Date(clock.now());
      // Also what waited for a messenger that there is no more.
      await expireMessages(fork(), now);
      await purgeMessages(fork(), now);
    },
    failed: (error) => log.error(`purge of messages failed: ${errorCodeOf(error)}`),
  });
  return async () => {
    await Promise.all([sending?.stop(), purge.stop()]);
  };
};
