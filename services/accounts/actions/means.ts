import type { OpenAccounts } from '../open.ts';
import type { Errand } from '../sessions/password-places.ts';
import type { createTellEnded } from '../sessions/tell-ended.ts';

/** What the handlers of the service's actions work with. */
export interface Means {
  /** What is open once the service has started. */
  accounts(): OpenAccounts;
  em(): ReturnType<OpenAccounts['fork']>;
  now(): Date;
  /** Does a write, and what is named to follow its commit: see `open.ts`. */
  write: OpenAccounts['write'];
  /** Does what looks at a password, in its turn. */
  atPlace<T>(errand: Errand, ip: string, work: () => Promise<T>): Promise<T>;
  tellEnded: ReturnType<typeof createTellEnded>;
  /** Every session of somebody who was let in again is over. */
  tellRecovered(userId: string): Promise<void>;
}
