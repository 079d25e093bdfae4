import type { EntityManager } from '@mikro-orm/postgresql';
import { UserEntity, type UserRow } from '../persistence/entities.ts';
import { normaliseReferralCode } from '../users/referral-code.ts';

/** @returns who has this referral code, or null */
export const findReferrer = async (em: EntityManager, code: string): Promise<UserRow | null> => {
  const referralCode = normaliseReferralCode(code);
  return referralCode === '' ? null : em.findOne(UserEntity, { referralCode });
};

/** What a visitor may know of the owner of a code: the first name. */
export const referrerFirstName = async (
  em: EntityManager,
  code: string,
): Promise<{ firstName: string } | null> => {
  const referrer = await findReferrer(em, code);
  return referrer === null ? null : { firstName: referrer.nombreCompleto.split(' ')[0] ?? '' };
};
