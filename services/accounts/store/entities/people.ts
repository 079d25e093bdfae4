import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Role } from '../../../../shared/contract/accounts.ts';
import type { Status } from '../../../../shared/contract/census.ts';
import type { Channel, Purpose } from '../../../../shared/contract/consent.ts';

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
    /** Where they vote, as the same event says it (`shared/place/municipio-key.ts`); empty while nobody knows. */
    censusMunicipio: p.string().default(''),
    censusPuesto: p.string().default(''),
    censusMesa: p.string().default(''),
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
    /** When it took the place of another. */
    phoneChangedAt: p.datetime().nullable(),
    /** When they ceased to be staff the last time. */
    staffUntil: p.datetime().nullable(),
    /** Since when they are an ADMIN; null = before this was kept, or from the command line. */
    adminSince: p.datetime().nullable(),
    /** Which ADMIN made them one. */
    adminBy: p.uuid().nullable(),
    /** When the account was handed over to who claimed it: nothing of before is shown to them. */
    heldSince: p.datetime().nullable(),
  },
});
export type UserRow = InferEntity<typeof UserEntity>;

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
