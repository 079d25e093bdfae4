import { parse } from 'node:querystring';
import { z } from 'zod';
import { referralSorts, statusFilters } from '../../../shared/contract/accounts.ts';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';
import { clean } from '../../../shared/person/text/clean.ts';
import { firstValue } from '../web/query.ts';

/** What the address bar may ask of a list of referrals; anything that does not fit counts as not asked. */
export const referralQueryRule = z.object({
  status: firstValue(z.enum(statusFilters)).catch('todos'),
  q: firstValue(z.string()).transform(clean).catch(''),
  sort: firstValue(z.enum(referralSorts)).catch('recent'),
  cursor: firstValue(z.string().max(CURSOR_MAX)).optional().catch(undefined),
  /** A LEADER whose referrals a COORDINATOR looks at; else one's own. */
  lider: firstValue(z.uuid()).optional().catch(undefined),
});
export type ReferralQuery = z.output<typeof referralQueryRule>;

export const LIST = '/referidos/';

/** What an address of the list asks for. */
export const readReferralQuery = (address: string): ReferralQuery =>
  referralQueryRule.parse(parse(new URL(address, 'http://portal.invalid').search.slice(1)));

const unasked: Partial<ReferralQuery> = { status: 'todos', q: '', sort: 'recent' };

/** The address of a list, without what it would do anyway. */
export const referralsAddress = (query: Partial<ReferralQuery>): string => {
  const asked = Object.entries(query).filter(
    ([name, value]) => value !== undefined && value !== unasked[name as keyof ReferralQuery],
  ) as [string, string][];
  return asked.length === 0 ? LIST : `${LIST}?${new URLSearchParams(asked)}`;
};
