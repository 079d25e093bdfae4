import { visible } from './text/clean.ts';

/** How many characters a referral code has. */
export const REFERRAL_CODE_LENGTH = 8;
/** Anything longer was never a code. */
const LONGEST = 16;
/** Nobody means more than a message with a link in it. */
const MOST_READ = 2_000;

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
  const plain = visible(text.slice(0, MOST_READ));
  const values = [...plain.matchAll(IN_LINK)].map(([, value = '']) => value);
  const linked = (values.length === 0 ? [plain] : values).map(codeIn);
  // Whoever put a link together may have pasted a whole one as the code of another, or left an older one in it.
  return linked.find((code) => code?.length === REFERRAL_CODE_LENGTH) ?? linked.find(Boolean) ?? null;
};

/** Puts groups together, as many as make a code; what comes after it is the sentence around it. */
const codeIn = (text: string): string | null => {
  // An address without a code is no code.
  if (text.includes('://')) return null;
  let code = '';
  for (const [group] of text.toUpperCase().matchAll(/[A-Z0-9]+/g)) {
    if (code !== '' && code.length + group.length > REFERRAL_CODE_LENGTH) break;
    code += group;
  }
  return code === '' || code.length > LONGEST ? null : code;
};
