/**
 * What is written down in the audit trail: reads of other people's data and of the trail, changes that others live with,
 * who came in and went, and who was refused.
 */
export const auditActions = [
  'referrals.list',
  'referral.read',
  'referral.stream',
  'referrals.export',
  'users.list',
  'user.read',
  'user.role',
  'history.read',
  'evidence.read',
  'events.redrive',
  'user.create',
  'factor.add',
  'factor.remove',
  'factor.codes',
  'factor.recovery',
  'factor.reset',
  'user.suspend',
  'user.restore',
  'user.erase',
  'erasures.read',
  'backup.restore',
  'session.open',
  'session.refused',
  'session.lockout',
  'session.close',
  'proof.refused',
  'password.change',
  'phone.change',
  'recovery.request',
  'recovery.link',
  'recovery.refuse',
  'recovery.list',
  'password.recover',
  'claim.open',
  'claim.approve',
  'claim.grant',
  'claim.refuse',
  'access.refused',
  'audit.read',
  'audit.export',
  'data.take',
  'user.referrer',
  'user.cedula',
  'request.open',
  'request.answer',
  'request.extend',
  'request.incomplete',
  'request.complete',
  'request.lapse',
  'requests.read',
  'requests.export',
  'consent.give',
  'consent.withdraw',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Reads that another service answers, and the gateway has written down. */
export const notedReads = [
  'referral.stream',
  'history.read',
  'evidence.read',
] as const satisfies readonly AuditAction[];

/** A person as the trail names them. */
export interface Named {
  id: string;
  nombreCompleto: string;
  /** They were erased: the id leads nowhere. */
  gone?: true;
}

/** One entry of the trail. Dates are ISO 8601. */
export interface AuditEntry {
  id: string;
  at: string;
  /** Null when the portal itself acted. */
  actor: Named | null;
  /** One of `auditActions`, or one that an earlier release wrote. */
  action: string;
  /** How many people it was about, and the first three of them. */
  subjects: { total: number; first: Named[] };
  ip: string;
  detail: string;
  /** When it stands for several of the same, one soon after the other: how many, and since when; `at` is the last. */
  visit?: { times: number; from: string };
  /** They may be looking still: it is no entry yet. */
  open?: true;
}

/** An entry as it was written, with everybody whom it is about. */
export interface WholeEntry extends Omit<AuditEntry, 'subjects' | 'visit' | 'open'> {
  subjectIds: string[];
  /** Of a visit: its first look, of which `at` is the last, and how many they were. */
  since: string;
  times: number;
  open: boolean;
  /** How often and when each of `subjectIds` was looked at, in their order; null = all of them each time. */
  seen: Seen[] | null;
}

export interface Seen {
  times: number;
  from: string;
  until: string;
}
