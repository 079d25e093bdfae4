import { randomInt } from 'node:crypto';
import { REFERRAL_CODE_LENGTH } from '../../../shared/person/referral-code.ts';

/** No 0/O, 1/I/L: codes are read aloud and typed. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A random referral code; 31^8 of them, so a collision is left to the unique index. */
export const newReferralCode = (): string =>
  Array.from({ length: REFERRAL_CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
