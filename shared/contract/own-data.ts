import type { PlaceWords } from '../place/another-place.ts';
import type { Role, User } from './accounts.ts';
import type { Answer, Status } from './census.ts';
import type { Channel, Purpose } from './consent.ts';
import type { FactorKind } from './factors.ts';
import type { AttemptOutcome } from './history.ts';
import type { FailureKind } from './outcome.ts';

/** What is held of a person's account, in short. Dates are ISO 8601, here and below. */
export interface OwnSummary {
  /** The first name of who invited them, as on invitations; null when nobody did. */
  referrer: string | null;
  /** How many people they invited. */
  referrals: number;
  sessions: number;
  devices: number;
  factors: number;
  /** When somebody said that their cédula is not theirs, where nobody has decided yet. */
  openClaims: string[];
  consents: OwnConsent[];
}

/** One decision about one's data, as it was given. */
export interface OwnConsent {
  purpose: Purpose;
  policyVersion: string;
  /** Of the text that was shown, SHA-256; null for those of before it was kept. */
  textHash: string | null;
  channel: Channel;
  grantedAt: string;
  /** Null while it stands. */
  withdrawnAt: string | null;
  ip: string;
  userAgent: string;
}

/** A session with all that is kept of it, but for what opens it. */
interface OwnSession {
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  provedAt: string;
  replacedAt: string | null;
  userAgent: string;
  ip: string;
}

interface Decided {
  createdAt: string;
  /** Null while nobody has decided. */
  decidedAt: string | null;
  granted: boolean | null;
  decision: string | null;
}

/** All that accounts holds of a person, apart from the trail. */
export interface OwnAccount extends Omit<OwnSummary, 'sessions' | 'devices' | 'factors' | 'openClaims'> {
  user: User;
  phoneProvenAt: string | null;
  /** Another phone, which does not count before it is proven. */
  phonePending: string | null;
  suspendedAt: string | null;
  factorSince: string | null;
  factorDemandedAt: string | null;
  sessions: OwnSession[];
  devices: { lastUsedAt: string; expiresAt: string }[];
  factors: {
    kind: FactorKind;
    label: string;
    createdAt: string;
    confirmedAt: string | null;
    lastUsedAt: string | null;
  }[];
  /** Recovery codes: how many there are, and when those that are used were. */
  recoveryCodes: { total: number; usedAt: string[] };
  /** What was written to their phone: of what kind, and what became of it. Its text is gone once it is sent. */
  messages: { kind: string; state: string; createdAt: string; endedAt: string | null }[];
  /** Browsers that are told when an answer comes. */
  browsers: {
    /** Whose servers carry it. */
    service: string;
    userAgent: string;
    createdAt: string;
    seenAt: string;
    lastOkAt: string | null;
  }[];
  /** When somebody asked that they get back into their account, and what was decided. */
  recoveries: (Decided & { kind: string; reason: string })[];
  /** When somebody said that the cédula is theirs, and what was decided. */
  claims: Decided[];
  /** Wrong passwords in a row for their cédula, from anywhere. */
  wrongPasswords: { failures: number; lastAt: string }[];
}

/**
 * Who looked at somebody's data. Whoever invited them, or coordinates that, is named: they act for themselves, and the
 * person chose to share with them. Whoever administers is not: they act for the portal, which answers for them and knows
 * from its trail who it was.
 */
export type Reader =
  | { kind: 'person'; name: string; role: Role }
  | { kind: 'administration' }
  | { kind: 'portal' }
  /** Their account is gone. */
  | { kind: 'gone' };

/** What one reader did without a long pause. */
export interface OwnVisit {
  by: Reader;
  from: string;
  until: string;
  /** Of `auditActions`, or such as an earlier release wrote. */
  actions: string[];
  times: number;
}

/** One entry of the trail that is by or about the person. */
export interface OwnEntry {
  at: string;
  /** Where it is several looks of one visit: how many, and since when; `at` is the last. */
  visit?: { times: number; from: string };
  by: Reader | 'self';
  action: string;
  /** How many people it was about. */
  people: number;
  /** Of one's own entries only: another's address is theirs. */
  ip: string | null;
  /** Of one's own entries, and of what was decided about nobody else. */
  detail: string | null;
}

/** What the census keeps of a person's answer. */
export interface OwnRecord {
  status: Status;
  cedula: string;
  answer: Answer | null;
  answeredAt: string | null;
  /** When another place was last found, and when their own page first showed it. */
  move: { changedAt: string; seenAt: string | null } | null;
  error: FailureKind | null;
  requestedAt: string;
  /** Who asked for the lookup that waits or was made last; null when it was the portal. */
  requestedBy: 'self' | 'other' | null;
  /** When the next lookup is due; null when none is. */
  dueAt: string | null;
  attempt: number;
  createdAt: string;
  updatedAt: string;
}

/** A voting place that the official page gave, from its first answer with it to the last. */
export interface OwnPlace extends PlaceWords {
  from: string;
  until: string;
  source: string | null;
}

/** One lookup that was made. */
interface OwnLookup {
  startedAt: string;
  finishedAt: string | null;
  /** Null while it runs. */
  outcome: AttemptOutcome | null;
  source: string | null;
}

/** A refresh of many that the person asked for. */
export interface OwnBatch {
  requestedAt: string;
  total: number;
  done: number;
  failed: number;
  skipped: number;
  cancelledAt: string | null;
  finishedAt: string | null;
}

/** A page of the lookups; the record, the places (newest first) and the batches come with the first. */
export interface OwnHistory {
  record: OwnRecord | null;
  /** Absent where a census of the version before answers. */
  places?: OwnPlace[];
  batches: OwnBatch[];
  items: OwnLookup[];
  next: string | null;
}
