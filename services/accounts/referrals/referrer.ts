import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { askOf, prepared } from '../../../shared/persistence/prepared.ts';
import { id } from '../../../shared/persistence/rows.ts';
import { greetingName } from '../../../shared/person/greeting-name.ts';
import { parseReferralCode } from '../../../shared/person/referral-code.ts';

const referrerRow = prepared(
  'accounts.referrer',
  z.object({ id, nombreCompleto: z.string() }),
  'select "id", "nombre_completo" as "nombreCompleto" from "accounts"."users" where "referral_code" = $1',
);
type Referrer = z.output<(typeof referrerRow.rows)['element']>;

/** @returns who has this referral code, or null */
export const findReferrer = async (em: EntityManager, code: string): Promise<Referrer | null> => {
  const referralCode = parseReferralCode(code);
  if (referralCode === null) return null;
  const [referrer] = await askOf(em)(referrerRow, [referralCode]);
  return referrer ?? null;
};

/** What a visitor may know of the owner of a code: the first name. */
export const referrerFirstName = async (
  em: EntityManager,
  code: string,
): Promise<{ firstName: string } | null> => {
  const referrer = await findReferrer(em, code);
  return referrer === null ? null : { firstName: greetingName(referrer.nombreCompleto) };
};
