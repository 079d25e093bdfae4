import type { EntityManager } from '@mikro-orm/postgresql';
import { errorCodeOf } from '../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { startLoop } from '../../../shared/time/loop.ts';
import { createDeliverer } from './deliver.ts';
import { type createPushMetrics, samplePushes } from './metrics.ts';
import { purgePushes } from './outbox.ts';
import { createRests } from './rests.ts';
import { sendDue } from './send-due.ts';
import { type Pushing, purgeSubscriptions } from './subscriptions.ts';

interface PushOptions {
  fork: () => EntityManager;
  log: { warn(message: string): void; error(message: string): void };
  metrics: ReturnType<typeof createPushMetrics>;
  clock?: Clock;
}

const POLL_MS = 2_000;
const BACKOFF = { firstMs: 2_000, lastMs: 60_000 };
const PURGE_EVERY_MS = 3_600_000;

/** Hands over what waits for browsers, and forgets what is over; several processes may do so. @returns ends both */
export const openPush = (
  pushing: Pushing,
  { fork, log, metrics, clock = systemClock }: PushOptions,
): (() => Promise<void>) => {
  metrics.sample.from(() => samplePushes(fork(), new Date(clock.now())));
  const { deliver, close } = createDeliverer(pushing, clock);
  const options = { fork, deliver, log, clock, rests: createRests() };
  const sending = startLoop({
    ...{ clock, idleMs: POLL_MS, backoff: BACKOFF },
    work: async () =>
      (await sendDue({ ...options, count: (result) => metrics.ended.inc({ result }) })) ? 0 : POLL_MS,
    failed: (error) => log.error(`notices to browsers failed: ${errorCodeOf(error)}`),
  });
  const purge = startLoop({
    clock,
    idleMs: PURGE_EVERY_MS,
    async work() {
      const now = new Date(clock.now());
      await purgeSubscriptions(fork(), pushing.vapid, now);
      await purgePushes(fork(), now);
    },
    failed: (error) => log.error(`purge of notices to browsers failed: ${errorCodeOf(error)}`),
  });
  return async () => {
    await Promise.all([sending.stop(), purge.stop()]);
    await close();
  };
};
