import type { Role } from './accounts.ts';
import type { Status } from './census.ts';

/** Durable events: facts, delivered at least once, in order per person. Dates are ISO 8601. */
export interface DurableEvents {
  /**
   * A person registered and consented to the lookup. `subnet`: a keyed hash of the address block that they came from,
   * for fairness among those who wait; events of before this was told have none.
   */
  'user.registered': {
    userId: string;
    cedula: string;
    referrerId: string | null;
    registeredAt: string;
    subnet?: string | null;
  };
  /** A person has another role now, or was made with one above USER. */
  'user.role_changed': { userId: string; referrerId: string | null; role: Role; changedAt: string };
  /**
   * A census record changed. Readers fetch the view; older versions than one already seen are ignored.
   * `coordinatorId` is who referred the person's referrer, when that is a LEADER.
   */
  'census.updated': {
    userId: string;
    referrerId: string | null;
    coordinatorId?: string | null;
    status: Status;
    version: number;
    /** When it was committed; events of before this was told have none. */
    changedAt?: string;
  };
}

export type DurableEventName = keyof DurableEvents;

/** Hints: plain broker events that may be lost; what missed one finds the row by looking. */
export interface Hints {
  /** A record became due: an idle scraper may look now. */
  'census.requested': Record<string, never>;
  /** Sessions ended: one, by the hash of its token, or all that a person had. A gateway that missed it finds out within 30 s. */
  'session.ended': { tokenHash: string } | { userId: string };
}
