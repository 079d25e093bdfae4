import { z } from 'zod';
import { PASSWORD_MAX } from '../person/password.ts';
import { cedulaRule, profileRule, registrationRule } from '../person/rules.ts';
import type { Strength } from '../person/strength/strength.ts';
import { PLACE_MAX } from '../place/municipio-key.ts';
import {
  type AdministeredUser,
  type Admission,
  accountStates,
  ipRule,
  type LedGroup,
  originRule,
  type Referral,
  type ReferralCounts,
  type ReferralGrowth,
  type ReferralPage,
  referralSorts,
  roles,
  statusFilters,
  type User,
} from './accounts.ts';
import { device, replaces, submission } from './accounts-session-actions.ts';
import { openAction, page, personAction, portalAction, reasonRule, serviceAction } from './action.ts';
import { type AuditEntry, auditActions, type Named, notedReads, type WholeEntry } from './audit.ts';
import { userId } from './census.ts';
import { type ChangesPage, changesAfter, type PersonChange } from './changes.ts';
import {
  channelRule,
  type Decisions,
  optionalPurposes,
  type PolicyView,
  purposes,
  type Receipt,
  versionRule,
} from './consent.ts';
import { type DeadLetters, deadLetterIds, type Redriven } from './dead-letters.ts';
import type { PendingRegistration } from './phone.ts';
import type { Dispute } from './requests.ts';
import { searchRule } from './search.ts';
import type { Subject } from './subject.ts';
import { VIEWS_MOST } from './views-most.ts';

/** Where they vote, by `shared/place/municipio-key.ts`: a puesto is one of a municipio, a mesa one of a puesto. */
const narrowingByPlace = {
  municipio: z.string().min(1).max(PLACE_MAX).optional(),
  puesto: z.string().min(1).max(PLACE_MAX).optional(),
  mesa: z.string().min(1).max(PLACE_MAX).optional(),
};

/** Which of the people whom somebody referred: a COORDINATOR may ask for those of one of their LEADERs. */
const narrowing = {
  leaderId: userId.optional(),
  status: z.enum(statusFilters).default('todos'),
  ...narrowingByPlace,
  q: searchRule,
};

/** Which entries of the trail: by or about a person, who is said by id or by cédula; what was done; from when until when. */
const trailFilter = {
  userId: userId.optional(),
  cedula: cedulaRule.optional(),
  action: z.enum(auditActions).optional(),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
};

/** What the accounts service does: who people are, and whom they may see. */
export const accountsActions = {
  /** `pending` = where phones are proven: there is no account before. */
  'accounts.register': portalAction<({ user: User } & Admission) | { pending: PendingRegistration }>()(
    z.object({
      registration: registrationRule,
      ref: z.string().max(40).optional(),
      origin: originRule,
      channel: channelRule.default('web'),
      /** Of the text that the person has read; none for programs. */
      version: versionRule.optional(),
      submission,
      device,
      replaces,
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
  /** A text of the policy: the current one, or another that somebody could decide on; null when there is none. */
  'accounts.policy': portalAction<PolicyView | null>()(z.object({ version: versionRule.optional() })),
  'accounts.decisions': personAction<Decisions>()(z.object({})),
  /** Gives what is named, on the text that the person has read. */
  'accounts.giveConsent': personAction<null>()(
    z.object({
      purposes: z.array(z.enum(purposes)).min(1),
      version: versionRule.optional(),
      channel: channelRule,
      origin: originRule,
    }),
  ),
  'accounts.withdrawConsent': personAction<null>()(
    z.object({ purposes: z.array(z.enum(optionalPurposes)).min(1), ip: ipRule }),
  ),
  /** Withdraws the policy, and with it all that rests on it. */
  'accounts.withdrawPolicy': personAction<null>({ proof: 'fresh' })(z.object({ ip: ipRule })),
  'accounts.receipt': personAction<Receipt>()(z.object({})),
  /** On which day a receipt was issued; null when it is none of this portal's. */
  'accounts.verifyReceipt': portalAction<{ issuedAt: string } | null>()(
    z.object({ code: z.string().max(20_000) }),
  ),
  /** Another phone that counts at once, where none is proven, takes a proof that is fresh in the session of this token. */
  'accounts.updateProfile': personAction<User>()(
    z.object({ profile: profileRule, token: z.string().max(200), ip: ipRule }),
  ),
  /** Where an address is, without saying it: for a turn that is fair to those who come from elsewhere. */
  'accounts.subnet': portalAction<string>()(z.object({ ip: ipRule })),
  'accounts.referrer': portalAction<{ firstName: string } | null>()(z.object({ code: z.string().max(40) })),
  /** How many they are by status, without the list of them. */
  'accounts.referralCounts': personAction<ReferralCounts>()(
    z.object({ leaderId: userId.optional(), ...narrowingByPlace, q: searchRule }),
  ),
  'accounts.referralGrowth': personAction<ReferralGrowth>()(z.object({ leaderId: userId.optional() })),
  /** Those who lead for a COORDINATOR, or for the portal to an ADMIN, those with the most people first. */
  'accounts.leaders': personAction<{ items: LedGroup[]; total: number }>()(
    z.object({ limit: z.number().int().min(1).max(200), ip: ipRule }),
  ),
  'accounts.referrals': personAction<ReferralPage>()(
    z.object({
      ...narrowing,
      sort: z.enum(referralSorts).default('recent'),
      /** Whether to count them as well, which a walk does without. */
      counts: z.boolean().default(false),
      /** Of a search no more than so many are counted: it may find everybody of 100,000, and would cost what they are. */
      countMost: z.number().int().min(1).max(1_000_000).optional(),
      /** The page that ends before the cursor, or the first where that would be a part of it; without one the last. */
      back: z.boolean().optional(),
      /** It is taken away as a file: an entry of its own in the trail, and no look. */
      taken: z.boolean().optional(),
      /** Who is shown already, and stays although the filter finds them no more. */
      keep: z.array(userId).max(VIEWS_MOST).optional(),
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
  /** Writes down that the actor begins to take a list away as a file, of one leader perhaps. */
  'accounts.noteExport': personAction<null>({ proof: 'fresh' })(
    z.object({ detail: z.string().max(300), leaderId: userId.optional(), ip: ipRule }),
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
    /** Their reclamo about these data that nobody has decided; an earlier release does not say. */
    dispute?: Dispute | null;
  }>()(z.object({ userId, ip: ipRule })),
  /** Those of these who operate the portal, by name, for who operates it too. */
  'accounts.staff': personAction<Named[]>()(z.object({ userIds: z.array(userId).max(50) })),
  'accounts.changeRole': personAction<User>({ proof: 'fresh' })(
    z.object({
      userId,
      role: z.enum(roles, { error: 'Elija un rol de la lista.' }),
      reason: reasonRule,
      ip: ipRule,
    }),
  ),
  /** Erases the actor for good: see `services/accounts/erasure`. */
  'accounts.eraseOwn': personAction<null>({ proof: 'fresh', beforeFactor: true })(z.object({ ip: ipRule })),
  /** Erases somebody else for good. */
  'accounts.erase': personAction<null>({ proof: 'fresh' })(
    z.object({ userId, reason: reasonRule, ip: ipRule }),
  ),
  /** Nobody comes in with this account from now on; whoever is in, is out. */
  'accounts.suspend': personAction<AdministeredUser>({ proof: 'fresh' })(
    z.object({ userId, reason: reasonRule, ip: ipRule }),
  ),
  'accounts.restore': personAction<AdministeredUser>({ proof: 'fresh' })(
    z.object({ userId, reason: reasonRule, ip: ipRule }),
  ),
  /** Who read or changed what, newest first; `userId` = entries by or about this person. */
  'accounts.auditTrail': personAction<{ items: AuditEntry[]; next: string | null }>()(
    z.object({
      ...trailFilter,
      /** What the same person read again and again, one soon after the other, is one entry. */
      visits: z.boolean().default(false),
      /** It is shown beside the person's data, whose reading is written down already. */
      beside: z.boolean().default(false),
      ip: ipRule,
      ...page,
    }),
  ),
  /** A page of the trail as it was written, newest first, to be taken away. */
  'accounts.exportTrail': personAction<{ items: WholeEntry[]; next: string | null }>({ proof: 'fresh' })(
    z.object({ ...trailFilter, ip: ipRule, ...page }),
  ),
  /** Who registered, changed or was removed since, for services that keep a part of it and may have missed the event. */
  'accounts.changes': serviceAction('census')<ChangesPage<PersonChange>>()(changesAfter),
  /** Events that this service could not handle. */
  'accounts.deadLetters': personAction<DeadLetters>()(z.object({})),
  'accounts.redrive': personAction<Redriven>()(z.object({ ids: deadLetterIds, ip: ipRule })),
  /** Can this process do its work now: do its database and the event bus answer? */
  'accounts.ready': openAction<boolean>()(z.object({})),
};
