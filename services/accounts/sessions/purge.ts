import type { EntityManager } from '@mikro-orm/postgresql';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { purgeFailures } from './login-throttle.ts';
import { purgePending } from './pending.ts';
import { purgeSessions } from './sessions.ts';

interface PurgeOptions {
  fork: () => Pick<EntityManager, 'nativeDelete'>;
  log: { error(message: string, error: unknown): void };
  clock?: Clock;
}

const EVERY_MS = 3_600_000;

/** Removes sessions and logins that are over and failed logins that are forgotten: at once, and every hour from then on. */
export const startPurge = ({ fork, log, clock = systemClock }: PurgeOptions): Loop =>
  startLoop({
    clock,
    idleMs: EVERY_MS,
    async work() {
      const now = new Date(clock.now());
      await Promise.all([purgeSessions(fork(), now), purgeFailures(fork(), now), purgePending(fork(), now)]);
    },
    failed: (error) => log.error('purge of sessions and failed logins failed', error),
  });
