import type { Service, ServiceSchema } from 'moleculer';
import type { ActionParams, ActionResult } from '../../shared/contract/actions.ts';
import { callerOf } from '../../shared/moleculer/call.ts';
import { type Hint, hinterOf } from '../../shared/moleculer/hints.ts';
import { implement } from '../../shared/moleculer/implement.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { changeRole } from './administration/change-role.ts';
import { correctCedula, correctReferrerOf } from './administration/correct-person.ts';
import { restore, suspend } from './administration/suspend.ts';
import { listUsers, readUser } from './administration/users.ts';
import { noteExport, noteReads } from './audit/audit.ts';
import { noteRefusal } from './audit/note-refusal.ts';
import { readTrail } from './audit/trail.ts';
import { listPersonChanges } from './catch-up/person-changes.ts';
import { decideClaim } from './claims/decide-claim.ts';
import { openClaim } from './claims/open-claim.ts';
import { listRecoveries } from './claims/open-recoveries.ts';
import { giveOwn, readDecisions, withdrawOwn } from './consent/own-decisions.ts';
import { makeReceipt, verifyReceipt } from './consent/receipt.ts';
import { viewPolicy } from './consent/texts/policy-view.ts';
import { eraseOther, eraseOwn } from './erasure/erase.ts';
import { readDeadLetters, redriveDeadLetters } from './events/dead-letters.ts';
import { beginPasskey, confirmPasskey } from './factors/enrol-passkey.ts';
import { beginTotp, confirmTotp } from './factors/enrol-totp.ts';
import { listFactors, removeFactor, renewCodes } from './factors/factors.ts';
import { askLoginPasskey, finishLogin, meansOfLogin } from './factors/finish-login.ts';
import { askProofPasskey, prove } from './factors/prove.ts';
import { type OpenAccounts, openAccounts } from './open.ts';
import { readOwnSummary, takeOwnAccount } from './own-data/account.ts';
import { correctReferrer } from './own-data/correct-referrer.ts';
import { listOwnTrail } from './own-data/trail.ts';
import { listOwnVisits } from './own-data/visits.ts';
import { confirmRegistration } from './phone/confirm-registration.ts';
import { holdRegistration } from './phone/hold-registration.ts';
import { confirmPhone, keepPhone, readPhone, sendPhoneCode } from './phone/own-phone.ts';
import { updateProfile } from './phone/update-profile.ts';
import { readRegistration, resendRegistration } from './phone/wait-registration.ts';
import { askForCode } from './recovery/ask.ts';
import { confirmRecovery } from './recovery/confirm.ts';
import { decideRecovery } from './recovery/decide.ts';
import { followLink, readLink } from './recovery/links.ts';
import { askFactorReset, askRecovery, makeLink } from './recovery/requests.ts';
import { countByFilter } from './referrals/counts.ts';
import { listReferralIds } from './referrals/referral-ids.ts';
import { listReferrals, readReferral } from './referrals/referrals.ts';
import { referrerFirstName } from './referrals/referrer.ts';
import { listRegistered } from './referrals/registered.ts';
import { prepare, register } from './registration/register.ts';
import { answerRequest, extendRequest, receiveRequest } from './requests/answer.ts';
import { askAboutData, listOwnRequests } from './requests/own.ts';
import { exportRequests, listRequests, readRequest } from './requests/register.ts';
import { changePassword, repeatPasswordChange } from './sessions/change-password.ts';
import { logOut } from './sessions/log-out.ts';
import { login } from './sessions/login.ts';
import { noteLogin } from './sessions/note-login.ts';
import { closeOtherSessions, closeOwnSession, listSessions } from './sessions/own-sessions.ts';
import type { Errand } from './sessions/password-places.ts';
import { readSession } from './sessions/sessions.ts';
import { createTellEnded } from './sessions/tell-ended.ts';
import { judgePassword } from './users/strong-password.ts';

/** Users, sessions, consent, referrals and audit: everything about who people are. */
export const createAccounts = (): ServiceSchema => {
  let accounts: OpenAccounts;
  const now = () => new Date();
  const em = () => accounts.fork();
  /** Does a write, and what is named to follow its commit: see `open.ts`. */
  const write: OpenAccounts['write'] = (effects, work) => accounts.write(effects, work);

  /** Does what looks at a password, in its turn. */
  const atPlace = <T>(errand: Errand, ip: string, work: () => Promise<T>): Promise<T> =>
    accounts.places.take({ errand, ip }, work);

  const registrar = () => ({ subnetOf: accounts.subnetOf, text: accounts.texts.current });

  /** Where phones are proven, a registration waits for that. */
  const enrol = async (
    params: ActionParams<'accounts.register'>,
  ): Promise<ActionResult<'accounts.register'>> => {
    const { messenger } = accounts;
    if (messenger.name === 'none')
      return write(['publish'], () => register(em(), registrar(), params, now()));
    const person = await prepare(em(), registrar(), params);
    return { pending: await holdRegistration(em(), messenger, person, now()) };
  };

  let hint: Hint = () => undefined;
  const tellEnded = createTellEnded((name, told) => hint(name, told));
  const tellRecovered = (userId: string) => tellEnded.ofPerson(userId, async () => undefined);

  return {
    ...implement('accounts', {
      ready: () => accounts.isReady(),

      // Who somebody is, and what they change of themselves.
      register: (params) =>
        atPlace('registration', params.origin.ip, () => tellEnded.replaced(params, () => enrol(params))),
      pendingRegistration: (params) => readRegistration(em(), params, now()),
      resendRegistration: (params) => resendRegistration(em(), accounts, params, now()),
      confirmRegistration: (params) =>
        tellEnded.replaced(params, () => write(['publish'], () => confirmRegistration(em(), params, now()))),
      phone: (params) => readPhone(em(), accounts.messenger, params, now()),
      sendPhoneCode: (params) => sendPhoneCode(em(), accounts, params, now()),
      confirmPhone: (params) => confirmPhone(em(), accounts.messenger, params, now()),
      keepPhone: (params) => keepPhone(em(), accounts.messenger, params, now()),
      login: (params) =>
        atPlace('login', params.ip, () =>
          tellEnded.replaced(params, () =>
            login(em(), accounts.subnetOf, params, now(), noteLogin(accounts, params, 'password')),
          ),
        ),
      logout: (params) => tellEnded.ofToken(params.token, () => logOut(em(), params, now())),
      session: (params) => readSession(em(), accounts, params, now()),
      passwordStrength: (params) => judgePassword(params),
      changePassword: (params) =>
        atPlace('change', params.ip, () =>
          tellEnded.ofPerson(params.actor.id, () => changePassword(em(), params, now(), accounts.freshMs)),
        ),
      prove: (params) => atPlace('change', params.ip, () => prove(em(), accounts.factors, params, now())),
      finishLogin: (params) =>
        tellEnded.replaced(params, () =>
          finishLogin(em(), accounts.factors, params, now(), noteLogin(accounts, params, 'factor')),
        ),
      pendingLogin: (params) => meansOfLogin(em(), params, now()),
      loginPasskey: (params) => askLoginPasskey(em(), params, now()),
      proofPasskey: (params) => askProofPasskey(em(), params, now()),
      beginPasskey: (params) => beginPasskey(em(), params, now()),
      confirmPasskey: (params) =>
        tellEnded.ofPerson(params.actor.id, () => confirmPasskey(em(), params, now())),
      factors: (params) => listFactors(em(), params),
      beginTotp: (params) => beginTotp(em(), accounts.factors, params, now()),
      confirmTotp: (params) =>
        tellEnded.ofPerson(params.actor.id, () => confirmTotp(em(), accounts.factors, params, now())),
      renewCodes: (params) => renewCodes(em(), params, now()),
      removeFactor: (params) => removeFactor(em(), params, now()),
      repeatPasswordChange: (params) =>
        atPlace('change', params.ip, () => repeatPasswordChange(em(), params, now())),
      sessions: (params) => listSessions(em(), accounts.terms, params, now()),
      closeSession: async (params) => tellEnded.those([await closeOwnSession(em(), params, now())]),
      closeOtherSessions: async (params) => {
        const ended = await closeOtherSessions(em(), params, now());
        tellEnded.those(ended);
        return { closed: ended.length };
      },
      eraseOwn: (params) =>
        tellEnded.ofPerson(params.actor.id, () => write(['publish'], () => eraseOwn(em(), params, now()))),
      // What they allow.
      policy: async ({ version }) => viewPolicy(accounts.texts, version),
      decisions: (params) => readDecisions(em(), accounts.texts, params),
      giveConsent: (params) => write(['publish'], () => giveOwn(em(), accounts, params, now())),
      withdrawConsent: (params) => write(['publish'], () => withdrawOwn(em(), params, now())),
      withdrawPolicy: ({ actor, ip }) =>
        write(['publish'], () => withdrawOwn(em(), { actor, ip, purposes: ['policy'] }, now())),
      receipt: ({ actor }) => makeReceipt(em(), accounts.receiptKey, actor.id, now()),
      verifyReceipt: ({ code }) => verifyReceipt(accounts.receiptKey, code),

      updateProfile: (params) => updateProfile(em(), params, accounts.messenger, now()),

      // How they get back into their account, and who helps them.
      recover: async (params) => {
        // Without a messenger there is nothing to send.
        if (accounts.messenger.name === 'none') return;
        await askForCode(em(), accounts.subnetOf, params, now());
        accounts.answering.nudge();
      },
      confirmRecovery: async (params) => {
        const userId = await atPlace('recovery', params.ip, () =>
          confirmRecovery(em(), accounts, params, now()),
        );
        await tellRecovered(userId);
      },
      recoveryLink: (params) => readLink(em(), params, now()),
      followLink: async (params) => {
        const userId = await atPlace('recovery', params.ip, () =>
          followLink(em(), accounts.messenger, params, now()),
        );
        await tellRecovered(userId);
      },
      askRecovery: (params) => askRecovery(em(), params, now()),
      makeRecoveryLink: (params) => makeLink(em(), params, now()),
      resetFactors: (params) => askFactorReset(em(), params, now()),
      recoveries: (params) => listRecoveries(em(), params, now()),
      decideRecovery: async (params) => {
        const { token, endedOf } = await decideRecovery(em(), params, now());
        if (endedOf !== null) await tellRecovered(endedOf);
        return { token };
      },
      claim: (params) => openClaim(em(), accounts.messenger, params, now()),
      decideClaim: async (params) => {
        const { token, userId } = await write(['publish'], () =>
          decideClaim(em(), accounts.messenger, params, now()),
        );
        if (token !== null) await tellRecovered(userId);
        return { token };
      },
      // What is held of them, to see, to take and to put right.
      ownData: (params) => readOwnSummary(em(), params, now()),
      ownVisits: (params) => listOwnVisits(em(), params),
      takeOwnData: (params) => takeOwnAccount(em(), params, now()),
      ownTrail: (params) => listOwnTrail(em(), params),
      ownRequests: (params) => listOwnRequests(em(), params, now()),
      askAboutData: (params) => askAboutData(em(), params, now()),
      correctReferrer: (params) => write(['publish'], () => correctReferrer(em(), params, now())),

      subnet: async ({ ip }) => accounts.subnetOf(ip),

      // Whom they referred.
      referrer: ({ code }) => referrerFirstName(em(), code),
      referrals: (params) => listReferrals(em(), params, now()),
      referral: (params) => readReferral(em(), params, now()),
      referralCounts: (params) => countByFilter(em(), params),
      referralIds: (params) => listReferralIds(em(), params),
      registered: (params) => listRegistered(em(), params),

      // What those who administer and operate see and do, and what is written down.
      users: (params) => listUsers(em(), params, now()),
      user: (params) => readUser(em(), params, now()),
      changeRole: (params) =>
        tellEnded.ofPerson(params.userId, () => write(['publish'], () => changeRole(em(), params, now()))),
      requests: (params) => listRequests(em(), params, now()),
      request: (params) => readRequest(em(), params, now()),
      receiveRequest: (params) => receiveRequest(em(), params, now()),
      answerRequest: (params) => answerRequest(em(), params, now()),
      extendRequest: (params) => extendRequest(em(), params, now()),
      exportRequests: (params) => exportRequests(em(), params, now()),
      correctCedula: (params) => write(['publish'], () => correctCedula(em(), params, now())),
      correctReferrerOf: (params) => write(['publish'], () => correctReferrerOf(em(), params, now())),
      suspend: (params) => tellEnded.ofPerson(params.userId, () => suspend(em(), params, now())),
      restore: (params) => restore(em(), params, now()),
      erase: (params) =>
        tellEnded.ofPerson(params.userId, () => write(['publish'], () => eraseOther(em(), params, now()))),
      auditTrail: (params) => readTrail(em(), params, now()),
      noteExport: (params) => noteExport(em(), params, now()),
      noteRefusal: async (params) => noteRefusal(accounts.gathered, params),
      noteReads: (params) => noteReads(em(), params, now()),
      deadLetters: ({ actor }) => readDeadLetters(em(), actor),
      redrive: ({ ids, ...by }) => redriveDeadLetters(em, by, ids, now()),

      // What other services catch up with.
      changes: (params) => listPersonChanges(em(), accounts.subnetOf, params, now()),
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
