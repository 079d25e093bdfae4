import { randomInt } from 'node:crypto';
import { clean } from '../../../shared/person/text/clean.ts';

/** No 0/O, 1/I/L: codes are read aloud and typed. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 8;

/** A random referral code; 31^8 of them, so a collision is left to the unique index. */
export const newReferralCode = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** The stored form of a typed or linked code: `abcd-2345 ` → `ABCD2345`. */
export const normaliseReferralCode = (text: string): string =>
  clean(text)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
