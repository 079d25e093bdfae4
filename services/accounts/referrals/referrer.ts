import type { EntityManager } from '@mikro-orm/postgresql';
import { greetingName } from '../../../shared/person/greeting-name.ts';
import { parseReferralCode } from '../../../shared/person/referral-code.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';

/** @returns who has this referral code, or null */
export const findReferrer = async (em: EntityManager, code: string): Promise<UserRow | null> => {
  const referralCode = parseReferralCode(code);
  return referralCode === null ? null : em.findOne(UserEntity, { referralCode });
};

/** What a visitor may know of the owner of a code: the first name. */
export const referrerFirstName = async (
  em: EntityManager,
  code: string,
): Promise<{ firstName: string } | null> => {
  const referrer = await findReferrer(em, code);
  return referrer === null ? null : { firstName: greetingName(referrer.nombreCompleto) };
};
