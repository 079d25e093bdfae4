import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { RecoveryKind } from '../../../../shared/contract/recovery.ts';

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
    /** The block of addresses that it came from, hashed. */
    subnet: p.string(),
    createdAt: p.datetime(),
    /** The first of two ADMINs, where it takes two. */
    approvedBy: p.uuid().nullable(),
    /** Null while it is open. */
    decidedAt: p.datetime().nullable(),
    decidedBy: p.uuid().nullable(),
    granted: p.boolean().nullable(),
    decision: p.string().nullable(),
  },
});
export type ClaimRow = InferEntity<typeof ClaimEntity>;
