import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the ledger of accounts has it. */
export const personHash = (userId: string): Buffer => createHash('sha256').update(userId).digest();

/**
 * Whether somebody was erased: what was told of them before makes nothing of them any more. What comes for one person at
 * the same moment comes one after the other, to the end of the transaction.
 */
export const isErased = async (tx: EntityManager, userId: string): Promise<boolean> => {
  await tx.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`censo.person.${userId}`]);
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
  await tx.execute('select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', [
    `censo.person.${referrerId}`,
  ]);
  const found = await tx.execute('select 1 from "census"."erased" where "person_hash" = ?', [
    personHash(referrerId),
  ]);
  return found.length > 0 ? null : referrerId;
};
