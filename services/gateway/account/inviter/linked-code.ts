import { unescape as decode } from 'node:querystring';
import { parseReferralCode } from '../../../../shared/person/referral-code.ts';

/**
 * The referral code that an address brings, also when a chat or a campaign has put more into it: `?ref=C&ref=C`,
 * `?REF=C`, `?ref=C?utm_source=x`, `?utm=x&amp;ref=C`, `?next=/register/?ref=C`.
 *
 * @returns null when it brings none
 */
export const linkedCode = (querystring: string): string | null => {
  const query = decode(querystring.replaceAll('+', ' '));
  return /(?:^|[?&;\s])ref=/i.test(query) ? parseReferralCode(query) : null;
};
