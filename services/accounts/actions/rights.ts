import type { Handlers } from '../../../shared/moleculer/implement.ts';
import { openClaim } from '../claims/open-claim.ts';
import { giveOwn, readDecisions, withdrawOwn } from '../consent/own-decisions.ts';
import { makeReceipt, verifyReceipt } from '../consent/receipt.ts';
import { viewPolicy } from '../consent/texts/policy-view.ts';
import { eraseOwn } from '../erasure/erase.ts';
import { readOwnSummary, takeOwnAccount } from '../own-data/account.ts';
import { correctReferrer } from '../own-data/correct-referrer.ts';
import { listOwnTrail } from '../own-data/trail.ts';
import { listOwnVisits } from '../own-data/visits.ts';
import { askForCode } from '../recovery/ask.ts';
import { confirmRecovery } from '../recovery/confirm.ts';
import { followLink, readLink } from '../recovery/links.ts';
import { completeOwnRequest } from '../requests/complete.ts';
import { askAboutData, listOwnRequests } from '../requests/own.ts';
import type { Means } from './means.ts';

/** What people allow, how they get back in, and what they may see, take, put right and erase of themselves. */
export const rightsActions = ({ accounts, em, now, write, atPlace, tellEnded, tellRecovered }: Means) => {
  return {
    policy: async ({ version }) => viewPolicy(accounts().texts, version),
    decisions: (params) => readDecisions(em(), accounts().texts, params),
    giveConsent: (params) =>
      tellEnded.changed(params.actor.id, () =>
        write(['publish'], () => giveOwn(em(), accounts(), params, now())),
      ),
    withdrawConsent: (params) =>
      tellEnded.changed(params.actor.id, () =>
        write(['publish'], () => withdrawOwn(em(), accounts().texts, params, now())),
      ),
    withdrawPolicy: ({ actor, ip }) =>
      tellEnded.changed(actor.id, () =>
        write(['publish'], () =>
          withdrawOwn(em(), accounts().texts, { actor, ip, purposes: ['policy'] }, now()),
        ),
      ),
    receipt: ({ actor }) =>
      makeReceipt(em(), accounts().receiptKey, accounts().texts.responsible, actor.id, now()),
    verifyReceipt: ({ code }) => verifyReceipt(accounts().receiptKey, code),
    recover: async (params) => {
      // Without a messenger there is nothing to send.
      if (accounts().messenger.name === 'none') return;
      await askForCode(em(), accounts().subnetOf, params, now());
      accounts().answering.nudge();
    },
    confirmRecovery: async (params) => {
      const userId = await atPlace('recovery', params.ip, () =>
        confirmRecovery(em(), accounts(), params, now()),
      );
      await tellRecovered(userId);
    },
    recoveryLink: (params) => readLink(em(), params, now()),
    followLink: async (params) => {
      const userId = await atPlace('recovery', params.ip, () =>
        followLink(em(), accounts().messenger, params, now()),
      );
      await tellRecovered(userId);
    },
    claim: (params) => openClaim(em(), accounts(), params, now()),
    ownData: (params) => readOwnSummary(em(), params, now()),
    ownVisits: (params) => listOwnVisits(em(), params),
    takeOwnData: (params) => takeOwnAccount(em(), params, now()),
    ownTrail: (params) => listOwnTrail(em(), params),
    ownRequests: (params) => listOwnRequests(em(), params, now()),
    askAboutData: (params) => askAboutData(em(), params, now()),
    completeOwnRequest: (params) => completeOwnRequest(em(), params, now()),
    correctReferrer: (params) => write(['publish'], () => correctReferrer(em(), params, now())),
    eraseOwn: (params) =>
      tellEnded.ofPerson(params.actor.id, () =>
        write(['publish'], () => eraseOwn(em(), accounts(), params, now())),
      ),
  } satisfies Partial<Handlers<'accounts'>>;
};
