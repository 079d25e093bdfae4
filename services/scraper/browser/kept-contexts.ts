import type { Clock } from '../../../shared/time/clock.ts';
import type { OwnedContextPort } from './driver.ts';
import { fulfilsWithin } from './fulfils-within.ts';
import { createServingContext, type ServingContext } from './serving-context.ts';

/** The contexts of one browser that wait for their next user. */
export interface KeptContexts {
  /**
   * One that has served this way out before, else one that is opened now.
   *
   * @param way tells contexts of one way out (a proxy, none) from those of another
   */
  take(way: string, open: () => Promise<OwnedContextPort>): Promise<ServingContext>;
  /**
   * Cleans one, and keeps it for the next user; closes it when it has served its time, or cannot be cleaned.
   *
   * @throws what keeps it from being closed
   */
  giveBack(way: string, context: ServingContext): Promise<void>;
}

/** Each has a tab of some 60 MB. Two serve one way out: one looks up while the next opens its page. */
const KEPT_MOST = 3;
/** Nobody has tried what becomes of one in a day. */
const MAX_AGE_MS = 60 * 60_000;

/** It takes 60 ms. A page that is busy without end lets nobody clean up. */
const CLEAN_MS = 2_000;

/** @param lookups how many each serves; 1 = a fresh one for each */
export const createKeptContexts = (lookups: number, clock: Clock): KeptContexts => {
  const kept: { way: string; context: ServingContext }[] = [];
  const isWorn = (context: ServingContext): boolean =>
    context.served() >= lookups || context.ageMs() >= MAX_AGE_MS;

  return {
    async take(way, open) {
      const place = kept.findLastIndex((one) => one.way === way);
      const [found] = place === -1 ? [] : kept.splice(place, 1);
      if (found !== undefined && !isWorn(found.context) && !found.context.isGone()) return found.context;
      await found?.context.close();
      return createServingContext(await open(), clock);
    },
    async giveBack(way, context) {
      if (isWorn(context)) return context.close();
      const isClean = await fulfilsWithin(context.clean(), CLEAN_MS, clock).catch(() => false);
      if (!isClean) return context.close();
      kept.push({ way, context });
      if (kept.length > KEPT_MOST) await kept.shift()?.context.close();
    },
  };
};
