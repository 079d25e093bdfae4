import { z } from 'zod';
import type { ShownPhone } from './phone.ts';

export const roles = ['USER', 'LEADER', 'COORDINATOR', 'OPERATOR', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/** A person as the API shows them. `createdAt` is ISO 8601. */
export interface User {
  id: string;
  cedula: string;
  nombreCompleto: string;
  phone: string;
  role: Role;
  referralCode: string;
  /** How many people this person wants to refer. */
  referralGoal: number;
  createdAt: string;
}

/** A person as those who administer see them. */
export interface AdministeredUser extends User {
  /** Since when nobody comes in with their account, ISO 8601; null when they may. */
  suspendedAt: string | null;
  /** Whether it was shown that the phone is theirs. */
  phoneConfirmed: boolean;
}

export const accountStates = ['active', 'suspended', 'unreached'] as const;
export type AccountState = (typeof accountStates)[number];

/** Who asks, as their passport says: every action that touches a person's data is told, and decides by it. */
export interface Actor {
  id: string;
  role: Role;
}

/** A session just opened: the only moment its token is known outside the browser. */
export interface OpenedSession {
  token: string;
  /** ISO 8601. */
  expiresAt: string;
  /** True when the cookie should outlive the browser. */
  persistent: boolean;
}

/** Whose session it is. */
export interface ReadSession {
  user: User;
  /** What proves it to every service. */
  passport: string;
  /** Until when they need not show again that it is they, ISO 8601. */
  provedUntil: string;
  /** Whether nothing is open to them before they have set up a second factor. */
  mustEnrol: boolean;
  /** Until when they may do without one, ISO 8601; null when nobody demands it. */
  enrolBy: string | null;
  /** A later text of the policy allows more than they accepted: they decide anew. */
  askedAgain?: boolean;
  /** What their profile says of their phone; an accounts of the version before says nothing of it here. */
  phone?: ShownPhone;
}

/** What tells a browser that its owner has logged in from before; kept by the browser, also after a logout. */
export interface OpenedDevice {
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** A session as its owner sees it. Dates are ISO 8601. */
export interface SessionView {
  id: string;
  /** As the browser names itself; empty when it said nothing. */
  userAgent: string;
  /** Its first half: `186.84.x.x`. */
  ip: string;
  createdAt: string;
  /** To the minute. */
  lastUsedAt: string;
  /** It is the one that asks. */
  isCurrent: boolean;
}

/** What somebody gets who is let in. */
export interface Admission {
  session: OpenedSession;
  device: OpenedDevice;
}

/** The address that a request came from, kept with entries of the audit trail. */
export const ipRule = z.string().max(64);
/** Where consent was given, kept with it. */
export const originRule = z.object({ ip: ipRule, userAgent: z.string().max(300) });
export type Origin = z.output<typeof originRule>;

/** A minus in front turns an order round. */
export const referralSorts = [
  'recent',
  'oldest',
  'name',
  '-name',
  'municipio',
  '-municipio',
  'puesto',
  '-puesto',
  'mesa',
  '-mesa',
  'estado',
  '-estado',
] as const;
export type ReferralSort = (typeof referralSorts)[number];

/** Groups of statuses that the list of referrals can be narrowed to. */
export const statusFilters = ['todos', 'pendientes', 'encontrados', 'novedades', 'errores'] as const;
export type StatusFilter = (typeof statusFilters)[number];

/**
 * Those whom one person referred, by group; only `todos` for who may not see their census data. `ocultos`: how many of all do
 * not share their data, and are in no group.
 */
export type ReferralCounts = { todos: number; ocultos?: number } & Partial<Record<StatusFilter, number>>;

/** So many places of a kind are offered, those of most people; the others are found through them. */
export const PLACES_MOST = 60;

/** A place, and how many of a list vote there; null where they were not counted. */
export interface PlaceCount {
  place: string;
  people: number | null;
}
/** The places of a kind, the most frequent first, and how many more there are. */
export interface PlaceChoice {
  places: PlaceCount[];
  others: number;
}

/** By which places a list can be narrowed on: the puestos of the municipio that it is narrowed to, the mesas of its puesto. */
export interface PlaceChoices {
  municipios: PlaceChoice;
  puestos: PlaceChoice;
  mesas: PlaceChoice;
}

/** The LEADER whose referrals a COORDINATOR looks at. */
export type Leader = Pick<User, 'id' | 'nombreCompleto'>;

/**
 * Somebody as those who referred them are shown them. Who may not see their census data needs no number of theirs either:
 * no phone, and of the cédula its end, `•••••4321`.
 */
export type ReferredPerson = Pick<User, 'id' | 'cedula' | 'nombreCompleto' | 'role' | 'createdAt'> & {
  phone: string | null;
  /** Since which day they dispute their data (`Dispute`); not told where they do not, nor to who sees no number of theirs. */
  disputedSince?: string;
};

/** One page of a list of referrals. */
export interface ReferralPage {
  items: ReferredPerson[];
  /** Those of the items who were to be kept, and whom the filter does not find on this page. */
  kept: string[];
  /** Those of them whom it finds on no other page either. */
  left: string[];
  next: string | null;
  /** The cursor of the page before it; null on the first. */
  previous: string | null;
  /** Whose referrals these are; null when they are the actor's own. */
  leader: Leader | null;
  /** For who may look at theirs too: how many people each LEADER of this page referred, by id. */
  led: Record<string, number>;
  /** How many they are, whatever status and page were asked for; null when that was not asked for. */
  counts: ReferralCounts | null;
  /**
   * There are more than were to be counted (`countMost`): of these filters `counts` says only how many there are at the least, of
   * those that it does not name nothing, and of places not how many vote there. Empty or not told where all are counted.
   */
  beyond?: StatusFilter[];
  /** With the counts, for who may see where they vote; an earlier release does not say. */
  places?: PlaceChoices | null;
}

/** For how many days it is told how a LEADER's people grew. */
export const GROWTH_DAYS = 84;

/** How somebody's referrals grew: how many there were, and how many came on each of the last days, the oldest first. */
export interface ReferralGrowth {
  before: number;
  /** `2026-11-22`, in Colombia; days on which nobody came are missing. */
  days: { day: string; people: number }[];
}

/** Somebody who leads, in numbers: whoever coordinates or administers sees how each does. */
export type LedGroup = Leader & Pick<User, 'role' | 'referralGoal'> & { counts: Required<ReferralCounts> };

/** One referred person, and the LEADER who referred them when the actor did not. */
export type Referral = ReferredPerson &
  Pick<User, 'referralGoal'> & {
    leader: Leader | null;
    /** Whether it was shown that the phone is theirs. */
    phoneConfirmed: boolean;
  };
