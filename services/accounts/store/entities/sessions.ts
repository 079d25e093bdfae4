import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

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
