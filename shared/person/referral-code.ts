import { visible } from './text/clean.ts';

/** How many characters a referral code has. */
export const REFERRAL_CODE_LENGTH = 8;
/** No 0/O, 1/I/L: codes are read aloud and typed. */
export const REFERRAL_CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE = new RegExp(`^[${REFERRAL_CODE_ALPHABET}]{${REFERRAL_CODE_LENGTH}}$`);
/** Anything longer was never a code. */
const LONGEST = 16;
/** Nobody means more than a message with a link in it. */
const MOST_READ = 2_000;

/** What an address has encoded when it was put into another: = ? & and blanks. */
const ENCODED = /%(?:3[df]|2[06])/gi;
/**
 * `ref=` in what is left of a link, whatever stands around it: `&amp;REF=`, a second question mark, another link's
 * query.
 */
const IN_LINK = /(?:^|[?&;\s])ref=([^&?#;]*)/gi;

/**
 * The code in what somebody typed or pasted: in any letter case, in groups, with what a chat left around it, or a
 * whole link. Its alphabet has no character that is mistaken for another of it, so none is guessed here.
 *
 * @returns null when there is nothing like a code in it
 */
export const parseReferralCode = (text: string): string | null => {
  const plain = visible(text.slice(0, MOST_READ)).replace(ENCODED, decodeURIComponent);
  const values = [...plain.matchAll(IN_LINK)].map(([, value = '']) => value);
  const linked = (values.length === 0 ? [plain] : values).map(codeIn);
  // Whoever put a link together may have pasted a whole one as the code of another, or left an older one in it.
  return linked.find((code) => code?.length === REFERRAL_CODE_LENGTH) ?? linked.find(Boolean) ?? null;
};

/** The code at the beginning of a text, or the word of it that looks like one: `Mi código es ABCD2345`. */
const codeIn = (text: string): string | null => {
  // An address without a code is no code.
  if (text.includes('://')) return null;
  const capitals = text.toUpperCase();
  const first = firstCode(capitals);
  if (first !== null && CODE.test(first)) return first;
  const words = (capitals.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => CODE.test(word));
  return words.find((word) => /\d/.test(word)) ?? words[0] ?? first;
};

/** Puts groups together, as many as make a code; what comes after it is the sentence around it. */
const firstCode = (capitals: string): string | null => {
  let code = '';
  for (const [group] of capitals.matchAll(/[A-Z0-9]+/g)) {
    if (code !== '' && code.length + group.length > REFERRAL_CODE_LENGTH) break;
    code += group;
  }
  return code === '' || code.length > LONGEST ? null : code;
};
