import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import type { Channel, Purpose } from '../../../shared/contract/consent.ts';
import type { FactorKind } from '../../../shared/contract/factors.ts';
import type { RecoveryKind } from '../../../shared/contract/recovery.ts';

export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    cedula: p.string().unique(),
    nombreCompleto: p.string(),
    phone: p.string(),
    passwordHash: p.string(),
    role: p.string().$type<Role>(),
    referralCode: p.string().unique(),
    referralGoal: p.integer(),
    referrerId: p.uuid().nullable(),
    createdAt: p.datetime(),
    /** Since when nobody comes in with it. */
    suspendedAt: p.datetime().nullable(),
    /** Which browser sent which registration form, so that its repeat is known; null when a program did. */
    registeredBy: p.string().nullable(),
    /** Copied from `census.updated`, so that a list can be narrowed by it without asking another service. */
    censusStatus: p.string().$type<Status>().nullable(),
    censusVersion: p.integer(),
    /** Since when they have a second factor. */
    factorSince: p.datetime().nullable(),
    /** When they were first seen with a role that demands one. */
    factorDemandedAt: p.datetime().nullable(),
    /** Whether whoever invited them sees them: kept by a trigger from their decisions. */
    shared: p.boolean(),
    /** A later text allows more than they accepted: they decide anew. */
    askedAgain: p.boolean().default(false),
    /** When they showed that the phone is theirs. */
    phoneProvenAt: p.datetime().nullable(),
    /** Another phone, which does not count before it is proven. */
    phonePending: p.string().nullable(),
  },
});
export type UserRow = InferEntity<typeof UserEntity>;

export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    /** SHA-256 of the token: a stolen table opens no session. */
    tokenHash: p.string().primary(),
    userId: p.uuid(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    /** When the person last showed that it is they who use it. */
    provedAt: p.datetime(),
    /** When a change of password put another in its place. */
    replacedAt: p.datetime().nullable(),
    /** What its owner calls it by, and nothing opens. */
    id: p.uuid(),
    userAgent: p.string(),
    ip: p.string(),
    /** To the minute. */
    lastUsedAt: p.datetime(),
  },
});

export type SessionRow = InferEntity<typeof SessionEntity>;

/**
 * Proof of consent (Ley 1581 de 2012, art. 9): one decision, on which text, when, from where. One that was withdrawn stays,
 * with its end.
 */
export const ConsentEntity = defineEntity({
  name: 'Consent',
  tableName: 'consents',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    purpose: p.string().$type<Purpose>(),
    policyVersion: p.string(),
    /** SHA-256 of the text; null for those of before it was kept. */
    textHash: p.string().nullable(),
    channel: p.string().$type<Channel>(),
    grantedAt: p.datetime(),
    withdrawnAt: p.datetime().nullable(),
    /** It ended because a later text allows more. */
    outdated: p.boolean().default(false),
    ip: p.string(),
    userAgent: p.string(),
  },
});
export type ConsentRow = InferEntity<typeof ConsentEntity>;

/** Who read or changed another person's data. */
export const AuditEntity = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit',
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    at: p.datetime(),
    actorId: p.uuid().nullable(),
    action: p.string(),
    subjectIds: p.array().$type<string[]>().columnType('uuid[]'),
    ip: p.string(),
    /** What else there is to say of it: a reason, a filter. */
    detail: p.string(),
  },
});

/** A browser that somebody has logged in from: what it guesses is counted apart from what strangers do. */
export const DeviceEntity = defineEntity({
  name: 'Device',
  tableName: 'devices',
  properties: {
    /** SHA-256 of the browser's token. */
    tokenHash: p.string().primary(),
    userId: p.uuid().primary(),
    lastUsedAt: p.datetime(),
    expiresAt: p.datetime(),
  },
});

/** What this installation alone knows. */
export const SecretEntity = defineEntity({
  name: 'Secret',
  tableName: 'secrets',
  properties: {
    name: p.string().primary(),
    value: p.blob(),
  },
});

/** Wrong passwords in a row for one cédula from one source; also for cédulas that nobody registered: see `sessions/guesses.ts`. */
export const GuessEntity = defineEntity({
  name: 'Guess',
  tableName: 'guesses',
  properties: {
    cedula: p.string().primary(),
    source: p.string().primary(),
    failures: p.integer(),
    lastAt: p.datetime(),
    /** The last guess that was counted, under a key that only its browser has. */
    lastAttempt: p.string().nullable(),
  },
});

/** Wrong passwords for one cédula from all unknown devices together; also for cédulas that nobody registered. */
export const LoginFailureEntity = defineEntity({
  name: 'LoginFailure',
  tableName: 'login_failures',
  properties: {
    cedula: p.string().primary(),
    failures: p.integer(),
    lastAt: p.datetime(),
    /** The last guess that was counted, under a key that only its browser has. */
    lastAttempt: p.string().nullable(),
  },
});

/** What proves besides a password who somebody is. */
export const FactorEntity = defineEntity({
  name: 'Factor',
  tableName: 'factors',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    kind: p.string().$type<FactorKind>(),
    label: p.string(),
    createdAt: p.datetime(),
    /** Null until a first code has shown that the app has it: it proves nothing before. */
    confirmedAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
    /** Of an app, sealed for its owner. */
    secret: p.string().nullable(),
    /** The last step of time whose code was taken: none is taken twice. */
    lastStep: p.bigint('number').nullable(),
    credentialId: p.string().nullable(),
    publicKey: p.string().nullable(),
    counter: p.bigint('number').nullable(),
    transports: p.array().$type<string[]>().nullable(),
  },
});
export type FactorRow = InferEntity<typeof FactorEntity>;

/** For who has lost the factor; each once. */
export const RecoveryCodeEntity = defineEntity({
  name: 'RecoveryCode',
  tableName: 'recovery_codes',
  properties: {
    userId: p.uuid().primary(),
    codeHash: p.string().primary(),
    usedAt: p.datetime().nullable(),
  },
});

/** Who gave the right password, and has not shown the second factor yet. */
export const PendingLoginEntity = defineEntity({
  name: 'PendingLogin',
  tableName: 'pending_logins',
  properties: {
    tokenHash: p.string().primary(),
    userId: p.uuid(),
    remember: p.boolean(),
    tries: p.integer(),
    expiresAt: p.datetime(),
    finishedBy: p.text().nullable(),
  },
});

/** What a passkey has to sign, once and soon. */
export const ChallengeEntity = defineEntity({
  name: 'Challenge',
  tableName: 'challenges',
  properties: {
    challenge: p.string().primary(),
    userId: p.uuid(),
    purpose: p.string(),
    expiresAt: p.datetime(),
  },
});

/** A code or a link that is good once and soon: see `recovery/one-time.ts`. */
export const OneTimeEntity = defineEntity({
  name: 'OneTime',
  tableName: 'one_times',
  properties: {
    userId: p.uuid().primary(),
    purpose: p.string().primary(),
    codeHash: p.string(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    tries: p.integer(),
    dayTries: p.integer(),
    daySince: p.datetime(),
  },
});

/** Who registered where phones are proven, and has not proven theirs yet. */
export const PendingRegistrationEntity = defineEntity({
  name: 'PendingRegistration',
  tableName: 'pending_registrations',
  properties: {
    tokenHash: p.string().primary(),
    /** Whose account has the cédula already, and later who was registered. */
    userId: p.uuid().nullable(),
    cedula: p.string(),
    nombreCompleto: p.string(),
    phone: p.string(),
    passwordHash: p.string(),
    referrerId: p.uuid().nullable(),
    registeredBy: p.string().nullable(),
    purposes: p.array().$type<Purpose[]>(),
    textVersion: p.string(),
    textHash: p.string().nullable(),
    channel: p.string().$type<Channel>(),
    ip: p.string(),
    userAgent: p.string(),
    subnet: p.string(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    codeHash: p.string(),
    codeUntil: p.datetime(),
    codeTries: p.integer().default(0),
    tries: p.integer().default(0),
    sent: p.integer().default(1),
    sentAt: p.datetime(),
    finishedBy: p.string().nullable(),
  },
});
export type PendingRegistrationRow = InferEntity<typeof PendingRegistrationEntity>;
/** Somebody asks to get into the account of a person again. */
export const RecoveryRequestEntity = defineEntity({
  name: 'RecoveryRequest',
  tableName: 'recovery_requests',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    kind: p.string().$type<RecoveryKind>(),
    askedBy: p.uuid().nullable(),
    reason: p.string(),
    createdAt: p.datetime(),
    /** Null while it is open. */
    decidedAt: p.datetime().nullable(),
    decidedBy: p.uuid().nullable(),
    granted: p.boolean().nullable(),
    decision: p.string().nullable(),
  },
});
export type RecoveryRequestRow = InferEntity<typeof RecoveryRequestEntity>;

/** Somebody says that the cédula of an account is theirs. */
export const ClaimEntity = defineEntity({
  name: 'Claim',
  tableName: 'claims',
  properties: {
    id: p.uuid().primary(),
    /** Who has the cédula. */
    userId: p.uuid(),
    nombreCompleto: p.string(),
    phone: p.string(),
    contact: p.string(),
    evidence: p.string(),
    createdAt: p.datetime(),
    /** Null while it is open. */
    decidedAt: p.datetime().nullable(),
    decidedBy: p.uuid().nullable(),
    granted: p.boolean().nullable(),
    decision: p.string().nullable(),
  },
});
export type ClaimRow = InferEntity<typeof ClaimEntity>;
