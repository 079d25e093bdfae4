import { z } from 'zod';
import { cedulaRule, passwordRule } from '../person/rules.ts';
import {
  type Admission,
  ipRule,
  type ReadSession,
  type Role,
  type SessionView,
  type User,
} from './accounts.ts';
import { personAction, portalAction } from './action.ts';
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

/** So many sessions are asked about at once at the most. */
export const SESSIONS_MOST = 500;

/** Tells a repeat of the same sending by the same browser: a hash under a key that only that browser has. */
export const submission = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .optional();
/** The token of the browser, when it has one: see `OpenedDevice`. */
export const device = z.string().max(200).optional();
/** The session that the browser had until now, which ends when another is opened. */
export const replaces = z.string().max(200).optional();
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

/** A session that is open, and who holds it, with the role that they have now. */
interface HeldSession {
  tokenHash: string;
  role: Role;
  /** Absent where an accounts of the version before answers. */
  userId?: string;
  /** Whether nothing is open to them before they have set up a second factor. */
  mustEnrol?: boolean;
}

/** How people come in, and with what they show that it is they. */
export const accountsSessionActions = {
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
  'accounts.logout': portalAction<null>()(z.object({ token: z.string().max(200), ip: guessIp })),
  /**
   * Whose session it is, with the passport that says so to every service; null when it is none. `isUse`: its person does
   * something; not that a page which they left open looks for itself, or the portal does.
   */
  'accounts.session': portalAction<ReadSession | null>()(
    z.object({ token: z.string().max(200), isUse: z.boolean().default(true) }),
  ),
  /** Which of these sessions are open, by the hashes of their tokens, and who holds them; no use of them. */
  'accounts.openSessions': portalAction<HeldSession[]>()(
    z.object({ tokenHashes: z.array(z.hash('sha256')).max(SESSIONS_MOST) }),
  ),
  'accounts.changePassword': personAction<Admission>({ beforeFactor: true })(
    z.object({
      current: z.string().max(1_000),
      password: passwordRule,
      remember: z.boolean(),
      /** The session that asks, which this closes like every other. */
      token: z.string().max(200),
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
  /** The secret for an app, which counts from its first code on. A first factor ends all sessions but that of `token`. */
  'accounts.beginTotp': personAction<{ secret: string; uri: string }>(securing)(z.object({})),
  'accounts.confirmTotp': personAction<{ codes: string[] }>(securing)(
    z.object({ code: codeRule, ip: ipRule, token: z.string().max(200) }),
  ),
  'accounts.beginPasskey': personAction<PasskeyCreation>(securing)(z.object({ origin: originOfPortal })),
  'accounts.confirmPasskey': personAction<{ codes: string[] }>(securing)(
    z.object({
      origin: originOfPortal,
      passkey: madePasskeyRule,
      label: passkeyLabel,
      ip: ipRule,
      token: z.string().max(200),
    }),
  ),
  'accounts.renewCodes': personAction<{ codes: string[] }>(securing)(z.object({ ip: ipRule })),
  'accounts.removeFactor': personAction<null>(securing)(z.object({ factorId: z.uuid(), ip: ipRule })),
  /** The actor's own; `token` = of the session that asks. */
  'accounts.sessions': personAction<SessionView[]>()(z.object({ token: z.string().max(200) })),
  'accounts.closeSession': personAction<null>()(z.object({ sessionId: z.uuid(), ip: ipRule })),
  /** All but the one that asks. @returns how many */
  'accounts.closeOtherSessions': personAction<{ closed: number }>()(
    z.object({ token: z.string().max(200), ip: ipRule }),
  ),
};
