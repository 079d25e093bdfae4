import type { EntityManager } from '@mikro-orm/postgresql';
import { ERASURES_PAGE, type ErasedPerson } from '../../../shared/contract/erasure.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { eraseAgain } from './erase-again.ts';
import { learnErasures } from './learn-erasures.ts';

interface KeepOptions {
  fork: () => EntityManager;
  call: Call;
  /** What was announced may leave. */
  publish(): void;
  log: { info(message: string): void; warn(message: string, error?: unknown): void };
  clock?: Clock;
}

/** A backup is restored while nothing runs: the first round finds it. */
const EVERY_MS = 3_600_000;

/**
 * Whoever was erased stays so: at the start, and every hour, the ledger and what the census remembers are held against the
 * accounts, and whom an older backup has brought back is erased again.
 */
export const startKeepingErased = ({ fork, call, publish, log, clock = systemClock }: KeepOptions): Loop => {
  const againErased = async (): Promise<void> => {
    const { erased, left } = await eraseAgain(fork, new Date(clock.now()), (userId, error) =>
      log.warn(`person ${userId}, who was erased before, could not be erased again`, error),
    );
    if (erased > 0) {
      log.warn(`a backup had ${erased} people again who were erased: they are erased again`);
      publish();
    }
    if (left > 0)
      log.warn(`${left} people who were erased before are still here: nobody else is ADMIN, or see above`);
  };
  return startLoop({
    clock,
    idleMs: EVERY_MS,
    backoff: { firstMs: 5_000, lastMs: 300_000 },
    async work(stopping) {
      // Its own ledger first: the census may be away.
      await againErased();
      if ((await learnFromCensus(fork, call, stopping)) > 0) await againErased();
    },
    failed: (error) => log.warn('who was erased could not be held against the accounts', error),
  });
};

const learnFromCensus = async (
  fork: () => EntityManager,
  call: Call,
  stopping: AbortSignal,
): Promise<number> => {
  let learnt = 0;
  let after: ErasedPerson | null = null;
  while (!stopping.aborted) {
    const page: ErasedPerson[] = await call('census.erasures', { after });
    learnt += await learnErasures(fork(), page);
    after = page.at(-1) ?? null;
    if (page.length < ERASURES_PAGE) break;
  }
  return learnt;
};
