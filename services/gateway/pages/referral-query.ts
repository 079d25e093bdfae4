import { parse } from 'node:querystring';
import { z } from 'zod';
import { referralSorts, statusFilters } from '../../../shared/contract/accounts.ts';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';
import { AppError } from '../../../shared/errors.ts';
import { clean } from '../../../shared/person/text/clean.ts';
import { firstValue } from './first-value.ts';

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

/** An empty field asks for nothing. */
const unlessEmpty = <S extends z.ZodType>(rule: S) => z.preprocess((given) => given || undefined, rule);

const everybodyRule = z.object({
  status: unlessEmpty(z.enum(statusFilters).default('todos')),
  q: unlessEmpty(z.string().transform(clean).default('')),
  lider: unlessEmpty(z.uuid().optional()),
});
/** Which people are meant by a filter that all of them are taken by. */
export type Everybody = z.output<typeof everybodyRule>;

/**
 * The filter of a wish that takes everybody whom it finds. What is not understood would mean more people than were
 * asked for, so nothing of it counts as not asked.
 *
 * @throws AppError `validation` (400) for a value that is none, or that came twice
 */
export const readEverybody = (given: unknown): Everybody => {
  const read = everybodyRule.safeParse(given);
  if (read.success) return read.data;
  throw new AppError(
    'validation',
    'No entendimos a qué personas se refiere: vuelva a la lista de referidos, fíltrela e intente de nuevo.',
    { status: 400, cause: read.error },
  );
};

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
