import type { Actor } from '../../../shared/contract/accounts.ts';
import { SESSIONS_MOST } from '../../../shared/contract/accounts-session-actions.ts';
import type { ActionResult } from '../../../shared/contract/actions.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { gathered } from './gathered.ts';

/** Who holds a session, as much as a stream takes. */
export interface Holder extends Actor {
  /** Whether nothing is open to them before they have set up a second factor. */
  mustEnrol: boolean;
}

type Held = ActionResult<'accounts.openSessions'>[number];

/** Asks accounts who holds a session, about many in one question; null when its token opens none. */
export const askedHolders = (call: Call): ((token: string) => Promise<Holder | null>) => {
  const heldBy = gathered<Held>(SESSIONS_MOST, async (tokenHashes) => {
    const found = await call('accounts.openSessions', { tokenHashes });
    return new Map(found.map((held) => [held.tokenHash, held]));
  });
  return async (token) => {
    const held = await heldBy(tokenHash(token));
    if (held === undefined) return null;
    const { userId, role, mustEnrol = false } = held;
    if (userId !== undefined) return { id: userId, role, mustEnrol };
    // An accounts of the version before says only that it is open.
    const session = await call('accounts.session', { token, isUse: false });
    return session === null
      ? null
      : { id: session.user.id, role: session.user.role, mustEnrol: session.mustEnrol };
  };
};
