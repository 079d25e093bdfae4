import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionResult } from '../../../shared/contract/actions.ts';
import type { Hints } from '../../../shared/contract/events.ts';
import { createRemembered } from '../../../shared/identity/remembered.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { askedHolders, type Holder } from './holders.ts';

type Session = NonNullable<ActionResult<'accounts.session'>>;

/** Whose session it is, as it was so many milliseconds ago. */
type KnownSession = Session & { ageMs: number };

/** Whose session a token opens. */
export interface Sessions {
  /**
   * @param isUse somebody sits there, which is noted
   * @param isAnew what is asked changes something: nothing that was kept is good for it
   * @returns null when the token opens none
   */
  read(token: string, asked: { isUse: boolean; isAnew: boolean }): Promise<KnownSession | null>;
  /**
   * Who holds a session, which is no use of it: asked about many in one question, for streams come by the hundred.
   *
   * @returns null when the token opens none
   */
  holder(token: string): Promise<Holder | null>;
  /** Something was done in this session, so it may not be what it was. */
  forget(token: string): void;
  /** Sessions are over, or what was known of them is not so any more. */
  changed(of: Hints['session.ended']): void;
}

/** Asks each time. */
export const askedSessions = (call: Call): Sessions => ({
  async read(token, { isUse }) {
    const session = await call('accounts.session', { token, isUse });
    return session === null ? null : { ...session, ageMs: 0 };
  },
  holder: askedHolders(call),
  forget() {},
  changed() {},
});

/** A session of which nobody said that it is over is believed for so long: the bound when word of it is lost. */
const KEPT_MS = 5_000;
const MOST_KEPT = 20_000;
/** Those who steer, or see what is others' by their office, are few, and asked about each time. */
const KEPT_ROLES: readonly Role[] = ['USER', 'LEADER'];

interface Kept {
  session: Session;
  isUse: boolean;
  at: number;
}

interface KeepingOptions {
  call: Call;
  /** Whether what accounts says of sessions reaches this process now; without that nothing is kept. */
  isHeard(): boolean;
  clock?: Clock;
}

/**
 * Keeps for some seconds whose session it is, so that a page needs no question; accounts says at once when it is over or
 * another's. What changes something always asks, and so does what staff look at.
 */
export const keepSessions = ({ call, isHeard, clock = systemClock }: KeepingOptions): Sessions => {
  const kept = createRemembered<Kept>(MOST_KEPT, KEPT_MS, clock);
  const askHolder = askedHolders(call);
  /** How often something was said: what was asked before, and answered after, may be older than that. */
  let told = 0;

  const ask = async (key: string, token: string, isUse: boolean, isAnew: boolean) => {
    const [at, before] = [clock.elapsed(), told];
    const session = await call('accounts.session', { token, isUse });
    if (session === null) kept.delete(key);
    // The library's clock begins at 1.
    else if (!isAnew && before === told && KEPT_ROLES.includes(session.user.role))
      kept.set(key, { session, isUse, at }, { start: at + 1 });
    return session === null ? null : { ...session, ageMs: 0 };
  };

  return {
    async read(token, { isUse, isAnew }) {
      const key = tokenHash(token);
      const known = isAnew || !isHeard() ? undefined : kept.get(key);
      // One that was only looked at was not noted as used.
      if (known === undefined || (isUse && !known.isUse)) return ask(key, token, isUse, isAnew);
      return { ...known.session, ageMs: clock.elapsed() - known.at };
    },
    async holder(token) {
      const known = isHeard() ? kept.get(tokenHash(token))?.session : undefined;
      if (known === undefined) return askHolder(token);
      const { user, mustEnrol } = known;
      return { id: user.id, role: user.role, mustEnrol };
    },
    forget(token) {
      told += 1;
      kept.delete(tokenHash(token));
    },
    changed(of) {
      told += 1;
      if ('tokenHash' in of) kept.delete(of.tokenHash);
      else
        for (const [key, { session }] of kept.entries()) if (session.user.id === of.userId) kept.delete(key);
    },
  };
};
