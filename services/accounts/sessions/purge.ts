import type { EntityManager } from '@mikro-orm/postgresql';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { purgeDevices } from './devices.ts';
import { purgeGuesses } from './guesses.ts';
import { purgePending } from './pending.ts';
import { purgeSessions } from './sessions.ts';
import { purgeStrangers } from './strangers.ts';

interface PurgeOptions {
  fork: () => Pick<EntityManager, 'nativeDelete' | 'execute'>;
  /** What is over elsewhere. */
  also?: readonly ((em: Pick<EntityManager, 'nativeDelete'>, now: Date) => Promise<unknown>)[];
  log: { error(message: string, error: unknown): void };
  clock?: Clock;
}

const EVERY_MS = 3_600_000;

/**
 * Removes sessions and logins that are over, devices that nobody uses and failed logins that are forgotten: at once, and every hour
 * from then on.
 */
export const startPurge = ({ fork, also = [], log, clock = systemClock }: PurgeOptions): Loop =>
  startLoop({
    clock,
    idleMs: EVERY_MS,
    async work() {
      const now = new Date(clock.now());
      const purges = [purgeSessions, purgeDevices, purgeGuesses, purgeStrangers, purgePending, ...also];
      await Promise.all(purges.map((purge) => purge(fork(), now)));
    },
    failed: (error) => log.error('purge of sessions and failed logins failed', error),
  });
