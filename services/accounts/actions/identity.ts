import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { Handlers } from '../../../shared/moleculer/implement.ts';
import { beginPasskey, confirmPasskey } from '../factors/enrol-passkey.ts';
import { beginTotp, confirmTotp } from '../factors/enrol-totp.ts';
import { listFactors, removeFactor, renewCodes } from '../factors/factors.ts';
import { askLoginPasskey, finishLogin, meansOfLogin } from '../factors/finish-login.ts';
import { askProofPasskey, prove } from '../factors/prove.ts';
import { confirmRegistration } from '../phone/confirm-registration.ts';
import { holdRegistration } from '../phone/hold-registration.ts';
import { confirmPhone, keepPhone, readPhone, sendPhoneCode } from '../phone/own-phone.ts';
import { updateProfile } from '../phone/update-profile.ts';
import { readRegistration, resendRegistration } from '../phone/wait-registration.ts';
import { prepare, register } from '../registration/register.ts';
import { changePassword, repeatPasswordChange } from '../sessions/change-password.ts';
import { logOut } from '../sessions/log-out.ts';
import { login } from '../sessions/login.ts';
import { noteLogin } from '../sessions/note-login.ts';
import { notingProof } from '../sessions/note-proof.ts';
import { openAmong } from '../sessions/open-among.ts';
import { closeOtherSessions, closeOwnSession, listSessions } from '../sessions/own-sessions.ts';
import { readSession } from '../sessions/sessions.ts';
import { judgePassword } from '../users/strong-password.ts';
import type { Means } from './means.ts';

/** Who somebody is, how they show it, and what they change of themselves. */
export const identityActions = ({ accounts, em, now, write, atPlace, tellEnded }: Means) => {
  const registrar = () => ({ subnetOf: accounts().subnetOf, text: accounts().texts.current });

  /** Where phones are proven, a registration waits for that. */
  const enrol = async (
    params: ActionParams<'accounts.register'>,
  ): Promise<ActionResult<'accounts.register'>> => {
    const { messenger } = accounts();
    if (messenger.name === 'none')
      return write(['publish'], () => register(em(), registrar(), params, now()));
    const person = await prepare(em(), registrar(), params);
    return { pending: await holdRegistration(em(), messenger, person, now()) };
  };

  return {
    ready: () => accounts().isReady(),
    subnet: async ({ ip }) => accounts().subnetOf(ip),
    register: (params) =>
      atPlace('registration', params.origin.ip, () => tellEnded.replaced(params, () => enrol(params))),
    pendingRegistration: (params) => readRegistration(em(), params, now()),
    resendRegistration: (params) => resendRegistration(em(), accounts(), params, now()),
    confirmRegistration: (params) =>
      tellEnded.replaced(params, () => write(['publish'], () => confirmRegistration(em(), params, now()))),
    phone: (params) => readPhone(em(), accounts().messenger, params, now()),
    sendPhoneCode: (params) => sendPhoneCode(em(), accounts(), params, now()),
    confirmPhone: (params) =>
      tellEnded.changed(params.actor.id, () => confirmPhone(em(), accounts().messenger, params, now())),
    keepPhone: (params) =>
      tellEnded.changed(params.actor.id, () => keepPhone(em(), accounts().messenger, params, now())),
    updateProfile: (params) =>
      tellEnded.changed(params.actor.id, () => updateProfile(em(), params, accounts(), now())),
    passwordStrength: (params) => judgePassword(params),
    login: (params) =>
      atPlace('login', params.ip, () =>
        tellEnded.replaced(params, () =>
          login(em(), accounts().subnetOf, params, now(), noteLogin(accounts(), params, 'password')),
        ),
      ),
    pendingLogin: (params) => meansOfLogin(em(), params, now()),
    loginPasskey: (params) => askLoginPasskey(em(), params, now()),
    finishLogin: (params) =>
      tellEnded.replaced(params, () =>
        finishLogin(em(), accounts().factors, params, now(), noteLogin(accounts(), params, 'factor')),
      ),
    logout: (params) => tellEnded.ofToken(params.token, () => logOut(em(), params, now())),
    session: (params) => readSession(em(), accounts(), params, now()),
    openSessions: (params) => openAmong(em(), accounts(), params, now()),
    sessions: (params) => listSessions(em(), accounts().terms, params, now()),
    closeSession: async (params) => tellEnded.those([await closeOwnSession(em(), params, now())]),
    closeOtherSessions: async (params) => {
      const ended = await closeOtherSessions(em(), params, now());
      tellEnded.those(ended);
      return { closed: ended.length };
    },
    changePassword: (params) =>
      atPlace('change', params.ip, () =>
        notingProof(accounts().gathered, params, 'password', () =>
          tellEnded.ofPerson(params.actor.id, () => changePassword(em(), params, now(), accounts().freshMs)),
        ),
      ),
    repeatPasswordChange: (params) =>
      atPlace('change', params.ip, () => repeatPasswordChange(em(), params, now())),
    prove: (params) =>
      atPlace('change', params.ip, () =>
        notingProof(accounts().gathered, params, 'proof', () =>
          tellEnded.changed(params.actor.id, () => prove(em(), accounts().factors, params, now())),
        ),
      ),
    proofPasskey: (params) => askProofPasskey(em(), params, now()),
    factors: (params) => listFactors(em(), params),
    beginPasskey: (params) => beginPasskey(em(), params, now()),
    confirmPasskey: (params) =>
      tellEnded.ofPerson(params.actor.id, () => confirmPasskey(em(), params, now())),
    beginTotp: (params) => beginTotp(em(), accounts().factors, params, now()),
    confirmTotp: (params) =>
      tellEnded.ofPerson(params.actor.id, () => confirmTotp(em(), accounts().factors, params, now())),
    renewCodes: (params) => renewCodes(em(), params, now()),
    removeFactor: (params) => tellEnded.changed(params.actor.id, () => removeFactor(em(), params, now())),
  } satisfies Partial<Handlers<'accounts'>>;
};
