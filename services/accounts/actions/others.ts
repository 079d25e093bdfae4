import type { Handlers } from '../../../shared/moleculer/implement.ts';
import { changeRole } from '../administration/change-role.ts';
import { correctCedula, correctReferrerOf } from '../administration/correct-person.ts';
import { nameStaff } from '../administration/staff.ts';
import { restore, suspend } from '../administration/suspend.ts';
import { listUsers, readUser } from '../administration/users.ts';
import { noteExport } from '../audit/audit.ts';
import { exportTrail } from '../audit/export-trail.ts';
import { noteReads } from '../audit/looks.ts';
import { noteRefusal } from '../audit/note-refusal.ts';
import { readTrail } from '../audit/trail.ts';
import { listPersonChanges } from '../catch-up/person-changes.ts';
import { decideClaim } from '../claims/decide-claim.ts';
import { listRecoveries } from '../claims/open-recoveries.ts';
import { eraseOther } from '../erasure/erase.ts';
import { readDeadLetters, redriveDeadLetters } from '../events/dead-letters.ts';
import { decideRecovery } from '../recovery/decide.ts';
import { askFactorReset, askRecovery, makeLink } from '../recovery/requests.ts';
import { readGrowth } from '../referrals/growth.ts';
import { listLeaders } from '../referrals/leaders.ts';
import { countByFilter } from '../referrals/numbers.ts';
import { listReferralIds } from '../referrals/referral-ids.ts';
import { listReferrals, readReferral } from '../referrals/referrals.ts';
import { referrerFirstName } from '../referrals/referrer.ts';
import { listRegistered } from '../referrals/registered.ts';
import { answerRequest, extendRequest, receiveRequest } from '../requests/answer.ts';
import { askToComplete, receiveCompletion } from '../requests/complete.ts';
import { exportRequests, listRequests, readRequest } from '../requests/register.ts';
import type { Means } from './means.ts';

/** Whom people referred, and what those who administer and operate see and do. */
export const othersActions = ({ accounts, em, now, write, tellEnded, tellRecovered }: Means) => {
  return {
    referrer: ({ code }) => referrerFirstName(em(), code),
    referrals: (params) => listReferrals(em(), accounts(), params, now()),
    referral: (params) => readReferral(em(), accounts(), params, now()),
    referralCounts: (params) => countByFilter(em(), accounts(), params),
    referralGrowth: (params) => readGrowth(em(), accounts(), params, now()),
    leaders: (params) => listLeaders(em(), accounts(), params, now()),
    referralIds: (params) => listReferralIds(em(), accounts(), params),
    registered: (params) => listRegistered(em(), accounts(), params),
    users: (params) => listUsers(em(), params, now()),
    staff: (params) => nameStaff(em(), params),
    user: (params) => readUser(em(), params, now()),
    changeRole: (params) =>
      tellEnded.ofPerson(params.userId, () => write(['publish'], () => changeRole(em(), params, now()))),
    correctCedula: (params) =>
      tellEnded.changed(params.userId, () =>
        write(['publish'], () => correctCedula(em(), accounts().messenger, params, now())),
      ),
    correctReferrerOf: (params) =>
      tellEnded.changed(params.userId, () =>
        write(['publish'], () => correctReferrerOf(em(), params, now())),
      ),
    suspend: (params) => tellEnded.ofPerson(params.userId, () => suspend(em(), params, now())),
    restore: (params) => restore(em(), params, now()),
    erase: (params) =>
      tellEnded.ofPerson(params.userId, () =>
        write(['publish'], () => eraseOther(em(), accounts(), params, now())),
      ),
    askRecovery: (params) => askRecovery(em(), accounts(), params, now()),
    makeRecoveryLink: (params) => makeLink(em(), params, now()),
    resetFactors: (params) => askFactorReset(em(), params, now()),
    recoveries: (params) => listRecoveries(em(), params, now()),
    decideRecovery: async (params) => {
      const { token, endedOf } = await decideRecovery(em(), params, now());
      if (endedOf !== null) await tellRecovered(endedOf);
      return { token };
    },
    decideClaim: async (params) => {
      const { token, userId } = await write(['publish'], () =>
        decideClaim(em(), accounts().messenger, params, now()),
      );
      if (token !== null) await tellRecovered(userId);
      return { token };
    },
    requests: (params) => listRequests(em(), params, now()),
    request: (params) => readRequest(em(), params, now()),
    receiveRequest: (params) => receiveRequest(em(), params, now()),
    answerRequest: (params) => answerRequest(em(), params, now()),
    extendRequest: (params) => extendRequest(em(), params, now()),
    askToComplete: (params) => askToComplete(em(), accounts().messenger, params, now()),
    receiveCompletion: (params) => receiveCompletion(em(), params, now()),
    exportRequests: (params) => exportRequests(em(), params, now()),
    auditTrail: (params) => readTrail(em(), params, now()),
    exportTrail: (params) => exportTrail(em(), params, now()),
    noteExport: (params) => noteExport(em(), params, now()),
    noteRefusal: async (params) => noteRefusal(accounts().gathered, params),
    noteReads: (params) => noteReads(em(), params, now()),
    deadLetters: ({ actor }) => readDeadLetters(em(), actor),
    redrive: ({ ids, ...by }) =>
      redriveDeadLetters(em, { ...by, push: accounts().push.settings }, ids, now()),
    changes: (params) => listPersonChanges(em(), accounts(), params, now()),
  } satisfies Partial<Handlers<'accounts'>>;
};
