import type { EntityManager } from '@mikro-orm/postgresql';
import { ChallengeEntity } from '../store/entities.ts';

/** Time to find the key or the phone. */
const LIFE_MS = 5 * 60_000;

/** What a signature is for: made for one thing, it is good for no other. */
export interface Purpose {
  userId: string;
  /** `enrol`, or what is to be opened with it: a login, a session. */
  purpose: string;
}

/** Remembers what a passkey is to sign. */
export const keepChallenge = async (
  em: EntityManager,
  { userId, purpose, challenge }: Purpose & { challenge: string },
  now: Date,
): Promise<void> => {
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await em.insert(ChallengeEntity, { challenge, userId, purpose, expiresAt });
};

/** Uses one up, in one step. @returns whether it was kept for this, and nobody has used it */
export const spendChallenge = async (
  em: EntityManager,
  { userId, purpose, challenge }: Purpose & { challenge: string },
  now: Date,
): Promise<boolean> =>
  (await em.nativeDelete(ChallengeEntity, { challenge, userId, purpose, expiresAt: { $gt: now } })) === 1;
