import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { ERASURES_PAGE, type SealedErasure, sealedErasureRule } from '../../../shared/contract/erasure.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { eraseAgain } from './erase-again.ts';
import {
  countHere,
  learnErasures,
  MOST_AT_ONCE,
  nothingUnknown,
  type Unknown,
  weighTold,
} from './learn-erasures.ts';
import type { LedgerKey } from './ledger-key.ts';

/** Whom the census says were erased, and accounts does not erase by that: an operator is asked. */
export type HeldErasures = Record<'unsealed' | 'many', number>;

interface KeepOptions {
  fork: () => EntityManager;
  call: Call;
  ledger: LedgerKey;
  /** Is told how many are held, after each round. */
  held(counts: HeldErasures): void;
  /** What was announced may leave. */
  publish(): void;
  log: { info(message: string): void; warn(message: string, error?: unknown): void };
  clock?: Clock;
}

/** What a census says that may have been taken over: as it should be, and not without an end. */
const pageRule = z.array(sealedErasureRule).max(ERASURES_PAGE);
const MOST_PAGES = 2_000;

/** A backup is restored while nothing runs: the first round finds it. */
const EVERY_MS = 3_600_000;

/**
 * Whoever was erased stays so: at the start, and every hour, the ledger and what the census remembers are held against the
 * accounts, and whom an older backup has brought back is erased again. The census is believed what accounts has sealed, and
 * for a few people at once: it may have been taken over, and what is gone is gone.
 */
export const startKeepingErased = (options: KeepOptions): Loop => {
  const { fork, ledger, held, publish, log, clock = systemClock } = options;
  const sayOnce = onceEach(log);
  const againErased = async (): Promise<void> => {
    const { erased, left } = await eraseAgain(fork, ledger, new Date(clock.now()), (userId, error) =>
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
      const unknown = await askCensus(options, stopping);
      if (stopping.aborted) return;
      const [sealed, unsealed] = [countHere(unknown.sealed), countHere(unknown.unsealed)];
      const many = sealed > MOST_AT_ONCE ? sealed : 0;
      held({ unsealed, many });
      sayOnce('unsealed', unsealed);
      sayOnce('many', many);
      if (many > 0) return;
      if ((await learnErasures(fork(), [...unknown.sealed.values()])) > 0) await againErased();
    },
    failed: (error) => log.warn('who was erased could not be held against the accounts', error),
  });
};

const askCensus = async (
  { fork, call, ledger }: Pick<KeepOptions, 'fork' | 'call' | 'ledger'>,
  stopping: AbortSignal,
): Promise<Unknown> => {
  const unknown = nothingUnknown();
  let after: SealedErasure | null = null;
  for (let n = 0; n < MOST_PAGES && !stopping.aborted; n += 1) {
    const page = pageRule.parse(await call('census.erasures', { after }));
    await weighTold(fork(), ledger, page, unknown);
    // Nothing is asked of them, and there may be very many: who has no account here is nobody's to decide.
    for (const [hash, { isHere }] of unknown.unsealed) if (!isHere) unknown.unsealed.delete(hash);
    after = page.at(-1) ?? null;
    if (page.length < ERASURES_PAGE) break;
  }
  return unknown;
};

const reasons: Record<keyof HeldErasures, string> = {
  unsealed: 'without a seal that accounts made',
  many: `which are more than ${MOST_AT_ONCE} at once`,
};

/** Says a number when it is another one than the last time. */
const onceEach = (log: KeepOptions['log']) => {
  const said: HeldErasures = { unsealed: 0, many: 0 };
  return (why: keyof HeldErasures, count: number): void => {
    if (count > 0 && count !== said[why])
      log.warn(
        `the census says that ${count} people were erased, ${reasons[why]}: nobody is erased by that until an operator decides (runbook, CensoPideBorrar)`,
      );
    said[why] = count;
  };
};
