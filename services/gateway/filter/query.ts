import { parse } from 'node:querystring';
import { z } from 'zod';
import { type Actor, referralSorts, statusFilters } from '../../../shared/contract/accounts.ts';
import { searchRule } from '../../../shared/contract/search.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { parsed } from '../web/input.ts';
import { cursor, leniently, limit } from '../web/query.ts';

/** Whom somebody asks for among those they referred, in which order, and from where on. */
const fields = {
  status: z.enum(statusFilters, { error: `Debe ser ${statusFilters.join(', ')}.` }).default('todos'),
  q: searchRule,
  sort: z.enum(referralSorts, { error: `Debe ser ${referralSorts.join(', ')}.` }).default('recent'),
  cursor,
  /** A LEADER whose referrals a COORDINATOR looks at; else one's own. */
  leaderId: z.uuid('Debe ser un identificador.').optional(),
};

const rule = z.object(fields);

type Known<T> = { [K in keyof T]: Exclude<T[K], undefined> };
/** What is not asked for is left out. */
export type ReferralQuery = Known<z.output<typeof rule>>;
/** A query that takes everybody whom it finds, so begins nowhere. */
export type ReferralFilter = Omit<ReferralQuery, 'cursor'>;

const known = <T extends object>(values: T): Known<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<T>;

/** What the fields are called in addresses and forms, where the LEADER has a Spanish name. */
const fromPage = ({ lider, leaderId: _, ...others }: Record<string, unknown>): Record<string, unknown> =>
  lider === undefined ? others : { ...others, leaderId: lider };
const toPage = ({ leaderId, ...others }: Partial<ReferralQuery>): Record<string, string> =>
  known({ ...others, lider: leaderId });

/** What the address of a page asks for: a link may have lost an end in a chat, and still leads somewhere. */
export const pageQuery = (given: object): ReferralQuery => known(leniently(rule, fromPage({ ...given })));

const apiRule = rule.extend({ limit });

/**
 * What a program asks for, which hears of every mistake.
 *
 * @throws AppError `validation` (400) that names every bad field
 */
export const apiQuery = (given: object): ReferralQuery & { limit: number } => known(parsed(apiRule, given));

/** An empty field asks for nothing. */
const unlessEmpty = <S extends z.ZodType>(rule: S) => z.preprocess((given) => given || undefined, rule);

const everybodyRule = z.object({
  status: unlessEmpty(fields.status),
  q: unlessEmpty(fields.q),
  leaderId: unlessEmpty(fields.leaderId),
});

/**
 * The filter of a wish that takes everybody whom it finds. What is not understood would mean more people than were
 * asked for, so nothing of it counts as not asked.
 *
 * @throws AppError `validation` (400) for a value that is none, or that came twice
 */
export const everybodyQuery = (given: object): ReferralFilter => {
  const asked = fromPage({ ...given });
  const read = everybodyRule.safeParse(asked);
  // No order makes them more.
  if (read.success) return known({ ...read.data, sort: leniently(rule, asked).sort });
  throw new AppError(
    'validation',
    'No entendimos a qué personas se refiere: vuelva a la lista de referidos, fíltrela e intente de nuevo.',
    { status: 400, cause: read.error },
  );
};

/** Whoever does not see census data cannot narrow by them either. */
export const allowedQuery = <Q extends ReferralFilter>(actor: Actor, query: Q): Q =>
  mayReadReferred(actor) ? query : { ...query, status: 'todos' };

/** The list, and the page about its file. */
export const LIST = '/referidos/';
export const EXPORT = '/referidos/exportar/';

const unasked: Record<string, string> = { status: 'todos', q: '', sort: 'recent' };

/**
 * The address of a list, without what it would do anyway.
 *
 * @param path of another page about the same people
 */
export const listAddress = (query: Partial<ReferralQuery>, path = LIST): string => {
  const asked = Object.entries(toPage(query)).filter(([name, value]) => value !== unasked[name]);
  return asked.length === 0 ? path : `${path}?${new URLSearchParams(asked)}`;
};

/** Every field that is known, as addresses and forms call it. */
export const searchOf = (query: Partial<ReferralQuery>): URLSearchParams =>
  new URLSearchParams(toPage(query));

/** The list to go back to: the one at this address, as far as it is understood. */
export const listAddressAt = (address: string): string =>
  listAddress(pageQuery(parse(new URL(address, 'http://portal.invalid').search.slice(1))));
