import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';

/** As the ledger of accounts has it. */
export const personHash = (userId: string): Buffer => createHash('sha256').update(userId).digest();

const lockName = (userId: string): string => `censo.person.${userId}`;

/**
 * The locks that `isErased` and `unlessErased` take, for a transaction that reads by itself who was erased: by a later statement,
 * which sees what was written while these were waited for.
 */
export const lockPeopleSql = (userId: string, referrerId: string | null): string[] => {
  const lock = (name: string, id: string): string =>
    `select ${name}(hashtextextended(${pg.escapeLiteral(lockName(id))}, 0))`;
  const own = lock('pg_advisory_xact_lock', userId);
  return referrerId === null ? [own] : [own, lock('pg_advisory_xact_lock_shared', referrerId)];
};

/**
 * Whether somebody was erased: what was told of them before makes nothing of them any more. What comes for one person at
 * the same moment comes one after the other, to the end of the transaction.
 */
export const isErased = async (tx: EntityManager, userId: string): Promise<boolean> => {
  await tx.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [lockName(userId)]);
  const found = await tx.execute('select 1 from "census"."erased" where "person_hash" = ?', [
    personHash(userId),
  ]);
  return found.length > 0;
};

/**
 * Somebody whom others are told to have been invited by; nobody once they are erased. Whoever erases them at the same moment
 * waits until it is written down, and finds it there.
 */
export const unlessErased = async (tx: EntityManager, referrerId: string | null): Promise<string | null> => {
  if (referrerId === null) return null;
  await tx.execute('select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', [lockName(referrerId)]);
  const found = await tx.execute('select 1 from "census"."erased" where "person_hash" = ?', [
    personHash(referrerId),
  ]);
  return found.length > 0 ? null : referrerId;
};
