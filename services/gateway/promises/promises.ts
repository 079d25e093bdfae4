import { LRUCache } from 'lru-cache';
import type { CensusView } from '../../../shared/contract/census.ts';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import type { Clock } from '../../../shared/time/clock.ts';

/** Whether somebody had their answer by the time that they were told. Also the values of a metric's label. */
export type Kept = 'true' | 'false';

/** What people were told of when their answer comes, by this process, until it has come. */
export interface Promises {
  /** Somebody looks at their own answer. What they were told first, since they began to wait, is what counts. */
  told(view: CensusView): void;
  /** What they waited for has ended. */
  ended(event: Pick<DurableEvents['census.updated'], 'userId' | 'waited' | 'changedAt'>): void;
  /** They wait for nothing any more: they withdrew, or are gone. */
  forget(userId: string): void;
  /** Counts those for whom it is too late now. */
  look(): void;
}

/** Pages say it to the minute. */
const ROUNDED_MS = 60_000;
/** Whoever has waited so much longer is not waited for: an outage shows while it lasts, and not at its end. */
const GIVEN_UP_MS = 600_000;
const MOST = 50_000;

/**
 * Counts whether answers come when people were told, where they are told and where the word of the answer arrives. It costs no
 * statement; what was told by a process that has ended counts for nothing.
 */
export const createPromises = (count: (kept: Kept) => void, clock: Pick<Clock, 'now'>): Promises => {
  const promised = new LRUCache<string, number>({ max: MOST });

  return {
    told({ userId, queue }) {
      if (queue?.expectedAt == null || promised.has(userId)) return;
      promised.set(userId, Date.parse(queue.expectedAt) + ROUNDED_MS);
    },
    ended({ userId, waited, changedAt }) {
      if (waited == null) return;
      const by = promised.get(userId);
      if (by === undefined) return;
      promised.delete(userId);
      const at = changedAt === undefined ? clock.now() : Date.parse(changedAt);
      count(waited === 'answer' && at <= by ? 'true' : 'false');
    },
    forget: (userId) => void promised.delete(userId),
    look() {
      const now = clock.now();
      for (const [userId, by] of promised.entries()) {
        if (by + GIVEN_UP_MS > now) continue;
        promised.delete(userId);
        count('false');
      }
    },
  };
};

/** For a portal that counts nothing. */
export const noPromises: Promises = { told() {}, ended() {}, forget() {}, look() {} };
