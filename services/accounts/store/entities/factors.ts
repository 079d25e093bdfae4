import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { FactorKind } from '../../../../shared/contract/factors.ts';

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
