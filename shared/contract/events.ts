import type { Status } from './census.ts';

/** Durable events: facts, delivered at least once, in order per person. Dates are ISO 8601. */
export interface DurableEvents {
  /** A person registered and consented to the lookup. */
  'user.registered': { userId: string; cedula: string; referrerId: string | null; registeredAt: string };
  /** A census record changed. Readers fetch the view; older versions than one already seen are ignored. */
  'census.updated': { userId: string; referrerId: string | null; status: Status; version: number };
}

export type DurableEventName = keyof DurableEvents;

/** Hints: plain broker events that may be lost; what missed one finds the row by looking. */
export interface HintEvents {
  /** A record became due: an idle scraper may look now. */
  'census.requested': Record<string, never>;
}
