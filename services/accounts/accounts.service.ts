import type { Service, ServiceSchema } from 'moleculer';
import { callerOf } from '../../shared/moleculer/call.ts';
import { type Hint, hinterOf } from '../../shared/moleculer/hints.ts';
import { implement } from '../../shared/moleculer/implement.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { identityActions } from './actions/identity.ts';
import type { Means } from './actions/means.ts';
import { othersActions } from './actions/others.ts';
import { pushActions } from './actions/push.ts';
import { rightsActions } from './actions/rights.ts';
import { type OpenAccounts, openAccounts } from './open.ts';
import { createTellEnded } from './sessions/tell-ended.ts';

/** Users, sessions, consent, referrals and audit: everything about who people are. */
export const createAccounts = (): ServiceSchema => {
  let accounts: OpenAccounts;
  let hint: Hint = () => undefined;
  const tellEnded = createTellEnded((name, told) => hint(name, told));
  const means: Means = {
    accounts: () => accounts,
    em: () => accounts.fork(),
    now: () => new Date(),
    write: (effects, work) => accounts.write(effects, work),
    atPlace: (errand, ip, work) => accounts.places.take({ errand, ip }, work),
    tellEnded,
    tellRecovered: (userId) => tellEnded.ofPerson(userId, async () => undefined),
  };

  return {
    ...implement('accounts', {
      ...identityActions(means),
      ...rightsActions(means),
      ...othersActions(means),
      ...pushActions(means),
    }),

    async started(this: Service) {
      hint = hinterOf(this.broker);
      accounts = await openAccounts(runtimeOf(this.broker), {
        call: () => callerOf(this.broker, 'accounts'),
        log: this.logger,
      });
    },

    async stopped() {
      await accounts?.close();
    },
  };
};

export default createAccounts();
