import type { EntityManager } from '@mikro-orm/postgresql';
import type { RetentionConfig } from '../../../shared/config/config.ts';
import { SHOWN_DAYS } from '../../../shared/contract/erasure.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import type { LedgerKey } from './ledger-key.ts';
import { eraseSome, FIRST, tellSome } from './retention.ts';

interface TermOptions {
  fork: () => EntityManager;
  retention: RetentionConfig;
  messenger: MessengerSettings;
  ledger: LedgerKey;
  publish(): void;
  log: { info(message: string): void; warn(message: string, error?: unknown): void };
  clock?: Clock;
}

const EVERY_MS = 3_600_000;
/** Between two steps, so that whoever uses the portal meanwhile does not notice. */
const STEP_MS = 2_000;

const words = (date: Date): string =>
  date.toLocaleDateString('es-CO', {
    timeZone: 'America/Bogota',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });

/** Erases whose data have been kept long enough, some at a time, after they were told. */
export const startKeepingTerm = ({
  fork,
  retention,
  messenger,
  ledger,
  publish,
  log,
  clock = systemClock,
}: TermOptions): Loop => {
  // Before this start pages may not have said it.
  const shown = retention.until === undefined ? 0 : retention.until.getTime() - SHOWN_DAYS * 86_400_000;
  const telling = { retention, messenger, words, shownSince: new Date(Math.max(clock.now(), shown)) };
  let place = { tell: FIRST, erase: FIRST };
  return startLoop({
    clock,
    idleMs: EVERY_MS,
    async work() {
      const now = new Date(clock.now());
      const { unreached, next: tell } = await tellSome(fork, { ...telling, after: place.tell }, now);
      if (unreached > 0)
        log.warn(`${unreached} people whose term ends could not be told: they stay until they are (runbook)`);
      const { erased, next: erase } = await eraseSome(
        fork,
        { retention, messenger, ledger, after: place.erase },
        now,
        (userId, error) => log.warn(`person ${userId}, whose term is over, could not be erased`, error),
      );
      place = { tell: tell ?? FIRST, erase: erase ?? FIRST };
      if (erased > 0) {
        log.info(`${erased} people were erased: their term is over`);
        publish();
      }
      return tell === null && erase === null ? EVERY_MS : STEP_MS;
    },
    failed: (error) => log.warn('the term of what is kept could not be seen to', error),
  });
};
