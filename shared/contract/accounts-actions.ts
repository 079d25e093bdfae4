import { z } from 'zod';
import { PASSWORD_MAX } from '../person/password.ts';
import { cedulaRule, passwordRule, profileRule, registrationRule } from '../person/rules.ts';
import type { Strength } from '../person/strength/strength.ts';
import {
  type AdministeredUser,
  type Admission,
  accountStates,
  ipRule,
  originRule,
  type ReadSession,
  type Referral,
  type ReferralCounts,
  type ReferralPage,
  referralSorts,
  roles,
  type SessionView,
  statusFilters,
  type User,
} from './accounts.ts';
import { openAction, page, personAction, portalAction, reasonRule, serviceAction } from './action.ts';
import { type AuditEntry, auditActions, type Named, notedReads } from './audit.ts';
import { userId } from './census.ts';
import { type ChangesPage, changesAfter, type PersonChange } from './changes.ts';
import { type DeadLetters, deadLetterIds, type Redriven } from './dead-letters.ts';
import {
  codeRule,
  type FactorMeans,
  type Factors,
  madePasskeyRule,
  originOfPortal,
  type PasskeyCreation,
  type PasskeyRequest,
  type PendingLogin,
  passkeyLabel,
  shownPasskeyRule,
} from './factors.ts';
import { searchRule } from './search.ts';
import type { Subject } from './subject.ts';

/** Tells a repeat of the same sending by the same browser: a hash under a key that only that browser has. */
const submission = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .optional();
/** The token of the browser, when it has one: see `OpenedDevice`. */
const device = z.string().max(200).optional();
/** The session that the browser had until now, which ends when another is opened. */
const replaces = z.string().max(200).optional();
const userAgent = z.string().max(300).default('');
/** The address that a password comes from: what its block has tried, and how many of its passwords wait, is bounded. */
const guessIp = ipRule.default('');
/** A second factor as it is shown: a code, or what a passkey signed for the portal's address. */
const shownFactor = {
  ...{ code: codeRule.optional(), passkey: shownPasskeyRule.optional() },
  origin: originOfPortal.optional(),
};
/** What a person changes of their own account's security. */
const securing = { proof: 'fresh', beforeFactor: true } as const;
/** Which of the people whom somebody referred: a COORDINATOR may ask for those of one of their LEADERs. */
const narrowing = {
  leaderId: userId.optional(),
  status: z.enum(statusFilters).default('todos'),
  q: searchRule,
};

/** What the accounts service does: who people are, and whom they may see. */
export const accountsActions = {
  'accounts.register': portalAction<{ user: User } & Admission>()(
    z.object({
      registration: registrationRule,
      ref: z.string().max(40).optional(),
      origin: originRule,
      submission,
      device,
      replaces,
    }),
  ),
  'accounts.login': portalAction<({ user: User } & Admission) | { pending: PendingLogin }>()(
    z.object({
      cedula: cedulaRule,
      password: z.string().max(1_000),
      remember: z.boolean(),
      submission,
      ip: guessIp,
      ...{ userAgent, device, replaces },
    }),
  ),
  /** How strong a password would be for whoever types this of themselves. */
  'accounts.passwordStrength': portalAction<Strength>()(
    z.object({
      password: z.string().max(PASSWORD_MAX),
      cedula: z.string().max(40).optional(),
      nombreCompleto: z.string().max(200).optional(),
      phone: z.string().max(40).optional(),
    }),
  ),
  'accounts.logout': portalAction<null>()(z.object({ token: z.string().max(200), ip: guessIp })),
  /**
   * Whose session it is, with the passport that says so to every service; null when it is none. `isUse`: its person does
   * something; not that a page which they left open looks for itself, or the portal does.
   */
  'accounts.session': portalAction<ReadSession | null>()(
    z.object({ token: z.string().max(200), isUse: z.boolean().default(true) }),
  ),
  'accounts.changePassword': personAction<Admission>()(
    z.object({
      current: z.string().max(1_000),
      password: passwordRule,
      remember: z.boolean(),
      /** The session that asks, which this closes like every other. */
      token: z.string().max(200).optional(),
      submission,
      ip: guessIp,
      ...{ userAgent, device },
    }),
  ),
  /** The same form once more, from the session that it closed; null when it is no repeat. */
  'accounts.repeatPasswordChange': portalAction<Admission | null>()(
    z.object({
      ...{ token: z.string().max(200), password: passwordRule, remember: z.boolean() },
      ...{ submission, ip: guessIp, userAgent, device },
    }),
  ),
  /** With what a login that waits can be finished. */
  'accounts.pendingLogin': portalAction<{ means: FactorMeans[] }>()(z.object({ token: z.string().max(200) })),
  /** What a passkey is to sign for a login that waits. */
  'accounts.loginPasskey': portalAction<PasskeyRequest>()(
    z.object({ token: z.string().max(200), origin: originOfPortal }),
  ),
  /** The second factor of a login whose password was right. */
  'accounts.finishLogin': portalAction<{ user: User } & Admission>()(
    z.object({
      token: z.string().max(200),
      ...shownFactor,
      ip: ipRule,
      ...{ userAgent, device, replaces },
      submission,
    }),
  ),
  /** Shows that it is still the person who uses the session: by the second factor, by the password who has none. */
  'accounts.prove': personAction<null>({ beforeFactor: true })(
    z.object({
      token: z.string().max(200),
      password: z.string().max(1_000).optional(),
      ...shownFactor,
      ip: ipRule,
      submission,
    }),
  ),
  /** What a passkey is to sign to show that it is still its owner. */
  'accounts.proofPasskey': personAction<PasskeyRequest>({ beforeFactor: true })(
    z.object({ token: z.string().max(200), origin: originOfPortal }),
  ),
  /** What protects the account besides its password. */
  'accounts.factors': personAction<Factors>({ beforeFactor: true })(z.object({})),
  /** The secret for an app, which counts from its first code on. */
  'accounts.beginTotp': personAction<{ secret: string; uri: string }>(securing)(z.object({})),
  'accounts.confirmTotp': personAction<{ codes: string[] }>(securing)(
    z.object({ code: codeRule, ip: ipRule }),
  ),
  'accounts.beginPasskey': personAction<PasskeyCreation>(securing)(z.object({ origin: originOfPortal })),
  'accounts.confirmPasskey': personAction<{ codes: string[] }>(securing)(
    z.object({ origin: originOfPortal, passkey: madePasskeyRule, label: passkeyLabel, ip: ipRule }),
  ),
  'accounts.renewCodes': personAction<{ codes: string[] }>(securing)(z.object({ ip: ipRule })),
  'accounts.removeFactor': personAction<null>(securing)(z.object({ factorId: z.uuid(), ip: ipRule })),
  /** Takes the factors of somebody away who has lost them. */
  'accounts.resetFactors': personAction<null>({ proof: 'fresh' })(
    z.object({ userId, reason: reasonRule, ip: ipRule }),
  ),
  /** The actor's own; `token` = of the session that asks. */
  'accounts.sessions': personAction<SessionView[]>()(z.object({ token: z.string().max(200) })),
  'accounts.closeSession': personAction<null>()(z.object({ sessionId: z.uuid(), ip: ipRule })),
  /** All but the one that asks. @returns how many */
  'accounts.closeOtherSessions': personAction<{ closed: number }>()(
    z.object({ token: z.string().max(200), ip: ipRule }),
  ),
  'accounts.updateProfile': personAction<User>()(z.object({ profile: profileRule })),
  /** Where an address is, without saying it: for a turn that is fair to those who come from elsewhere. */
  'accounts.subnet': portalAction<string>()(z.object({ ip: ipRule })),
  'accounts.referrer': portalAction<{ firstName: string } | null>()(z.object({ code: z.string().max(40) })),
  /** How many they are by status, without the list of them. */
  'accounts.referralCounts': personAction<ReferralCounts>()(
    z.object({ leaderId: userId.optional(), q: searchRule }),
  ),
  'accounts.referrals': personAction<ReferralPage>()(
    z.object({
      ...narrowing,
      sort: z.enum(referralSorts).default('recent'),
      /** Whether to count them as well: for a search among 100,000 some 10 ms a page more, which a walk does without. */
      counts: z.boolean().default(false),
      ip: ipRule,
      ...page,
    }),
  ),
  'accounts.referral': personAction<Referral>()(z.object({ userId, ip: ipRule })),
  /** Those among these people who registered, so that they are looked up, and whose answer the actor may be shown. */
  'accounts.registered': personAction<Subject[]>()(z.object({ userIds: z.array(userId).max(500) })),
  /** Everybody whom a filter of the list finds, as ids only, in an order that stays. */
  'accounts.referralIds': personAction<{ ids: string[]; next: string | null }>()(
    z.object({
      ...narrowing,
      cursor: userId.optional(),
      limit: z.number().int().min(1).max(5_000).default(5_000),
    }),
  ),
  /** Writes down that the actor begins to take a list away as a file. */
  'accounts.noteExport': personAction<null>({ proof: 'fresh' })(
    z.object({ detail: z.string().max(300), ip: ipRule }),
  ),

  /** Writes down that the actor was shown what another service knows of other people. */
  'accounts.noteReads': personAction<null>()(
    z.object({
      userIds: z.array(userId).min(1).max(500),
      ip: ipRule,
      action: z.enum(notedReads).default('referral.stream'),
      detail: z.string().max(200).default(''),
    }),
  ),

  /** Writes down that the actor was refused what they may not do, once a minute at the most. `route`: its pattern. */
  'accounts.noteRefusal': personAction<null>()(
    z.object({ route: z.string().max(150), code: z.string().max(40), ip: ipRule }),
  ),

  /** Everybody, newest first. */
  'accounts.users': personAction<{ items: AdministeredUser[]; next: string | null }>()(
    z.object({
      q: searchRule,
      role: z.enum(roles).optional(),
      state: z.enum(accountStates).optional(),
      ip: ipRule,
      ...page,
    }),
  ),
  'accounts.user': personAction<{
    user: AdministeredUser;
    referrer: Named | null;
    referrals: number;
    /** Since when they have a second factor, ISO 8601; null while they have none. */
    factorSince: string | null;
  }>()(z.object({ userId, ip: ipRule })),
  'accounts.changeRole': personAction<User>({ proof: 'fresh' })(
    z.object({
      userId,
      role: z.enum(roles, { error: 'Elija un rol de la lista.' }),
      reason: reasonRule,
      ip: ipRule,
    }),
  ),
  /** Nobody comes in with this account from now on; whoever is in, is out. */
  'accounts.suspend': personAction<AdministeredUser>()(z.object({ userId, reason: reasonRule, ip: ipRule })),
  'accounts.restore': personAction<AdministeredUser>()(z.object({ userId, reason: reasonRule, ip: ipRule })),
  /** Who read or changed what, newest first; `userId` = entries by or about this person. */
  'accounts.auditTrail': personAction<{ items: AuditEntry[]; next: string | null }>()(
    z.object({
      userId: userId.optional(),
      action: z.enum(auditActions).optional(),
      /** It is shown beside the person's data, whose reading is written down already. */
      beside: z.boolean().default(false),
      ip: ipRule,
      ...page,
    }),
  ),
  /** Who registered, changed or was removed since, for services that keep a part of it and may have missed the event. */
  'accounts.changes': serviceAction('census')<ChangesPage<PersonChange>>()(changesAfter),
  /** Events that this service could not handle. */
  'accounts.deadLetters': personAction<DeadLetters>()(z.object({})),
  'accounts.redrive': personAction<Redriven>()(z.object({ ids: deadLetterIds, ip: ipRule })),
  /** Can this process do its work now: do its database and the event bus answer? */
  'accounts.ready': openAction<boolean>()(z.object({})),
};
