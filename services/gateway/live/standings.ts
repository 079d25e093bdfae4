import type { Standing } from '../../../shared/contract/census.ts';
import { STANDINGS_MOST } from '../../../shared/contract/census-actions.ts';
import { sessionOver } from '../../../shared/identity/session-over.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { viewOf } from '../answer/census-views.ts';
import { gathered } from '../known/gathered.ts';
import type { Sessions } from '../known/sessions.ts';
import { orNull } from '../web/or-null.ts';
import { carrying } from '../web/passport.ts';
import type { Owner } from './wire.ts';

/** Calls services for whoever owns a stream, with a passport that is asked for when it is needed: most streams never do. */
export const callingFor =
  (call: Call, sessions: Pick<Sessions, 'read'>): ((owner: Owner) => Call) =>
  ({ token }) =>
    carrying(call, async () => {
      const session = await sessions.read(token, { isUse: false, isAnew: false });
      if (session === null) throw sessionOver();
      return session.passport;
    });

/**
 * How the own record stands of whoever opens a stream, asked about many in one question; of who has none yet, as their page
 * shows it.
 *
 * @returns null for who is never looked up
 */
export const ownStandings = (call: Call, inNameOf: (owner: Owner) => Call) => {
  const standingOf = gathered<Standing>(STANDINGS_MOST, async (userIds) => {
    const found = await call('census.standings', { userIds });
    return new Map(found.map((standing) => [standing.userId, standing]));
  });
  return async (owner: Owner): Promise<Standing | null> =>
    (await standingOf(owner.user.id)) ?? (await orNull(viewOf(inNameOf(owner), owner.user.id)));
};
