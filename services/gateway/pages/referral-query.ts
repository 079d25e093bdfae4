import { z } from 'zod';
import { referralSorts, statusFilters } from '../../../shared/contract/accounts.ts';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';
import { clean } from '../../../shared/person/text/clean.ts';

/** What the address bar may ask of a list of referrals; anything that does not fit counts as not asked. */
export const referralQueryRule = z.object({
  status: z.enum(statusFilters).catch('todos'),
  q: z.string().transform(clean).catch(''),
  sort: z.enum(referralSorts).catch('recent'),
  cursor: z.string().max(CURSOR_MAX).optional().catch(undefined),
  /** A LEADER whose referrals a COORDINATOR looks at; else one's own. */
  lider: z.uuid().optional().catch(undefined),
});
export type ReferralQuery = z.output<typeof referralQueryRule>;

export const LIST = '/referidos/';

/** What an address of the list asks for. */
export const readReferralQuery = (address: string): ReferralQuery =>
  referralQueryRule.parse(Object.fromEntries(new URL(address, 'http://portal.invalid').searchParams));

const unasked: Partial<ReferralQuery> = { status: 'todos', q: '', sort: 'recent' };

/** The address of a list, without what it would do anyway. */
export const referralsAddress = (query: Partial<ReferralQuery>): string => {
  const asked = Object.entries(query).filter(
    ([name, value]) => value !== undefined && value !== unasked[name as keyof ReferralQuery],
  ) as [string, string][];
  return asked.length === 0 ? LIST : `${LIST}?${new URLSearchParams(asked)}`;
};
