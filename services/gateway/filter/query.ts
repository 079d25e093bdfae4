import { parse } from 'node:querystring';
import { z } from 'zod';
import {
  type Actor,
  type ReferralSort,
  referralSorts,
  statusFilters,
} from '../../../shared/contract/accounts.ts';
import { searchRule } from '../../../shared/contract/search.ts';
import { VIEWS_MOST } from '../../../shared/contract/views-most.ts';
import { AppError } from '../../../shared/errors.ts';
import { unpackId } from '../../../shared/person/packed-id.ts';
import { clean } from '../../../shared/person/text/clean.ts';
import { PLACE_MAX } from '../../../shared/place/municipio-key.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { parsed } from '../web/input.ts';
import { cursor, leniently, limit } from '../web/query.ts';

/** An empty field asks for nothing. */
const unlessEmpty = <S extends z.ZodType>(rule: S) => z.preprocess((given) => given || undefined, rule);

const place = unlessEmpty(
  z
    .string({ error: 'Debe ser un texto.' })
    .max(PLACE_MAX, 'Es demasiado largo.')
    .transform(clean)
    .transform((text) => text || undefined)
    .optional(),
);

/** Whom somebody asks for among those they referred, in which order, and from where on. */
const fields = {
  status: z.enum(statusFilters, { error: `Debe ser ${statusFilters.join(', ')}.` }).default('todos'),
  /** With its departamento, as `shared/place/municipio-key.ts` has it; a puesto is one of it, a mesa one of the puesto. */
  municipio: place,
  puesto: place,
  mesa: place,
  q: searchRule,
  sort: z.enum(referralSorts, { error: `Debe ser ${referralSorts.join(', ')}.` }).default('recent'),
  cursor,
  /** A LEADER whose referrals a COORDINATOR looks at; else one's own. */
  leaderId: z.uuid('Debe ser un identificador.').optional(),
};

/** How many people a page of the list has; the first unless told. */
export const pageSizes = [25, 50, 100] as const;

/** How high a row of the list is on a desk; the first unless told. */
export const densities = ['comoda', 'compacta'] as const;
export type Density = (typeof densities)[number];

/** Where in the list a page of the portal's own is, and what it is like. */
const places = {
  /** The page that ends before the cursor; without one the last. */
  back: z.enum(['antes']).optional(),
  /** Which of all the page's first person is, as far as the page that leads there knew. */
  from: z.coerce.number().int().min(2).max(10_000_000).optional(),
  size: z.coerce.number().pipe(z.literal(pageSizes)).optional(),
  density: z.enum(densities).optional(),
};

const rule = z.object({ ...fields, ...places });

type Known<T> = { [K in keyof T]: Exclude<T[K], undefined> };
/** What is not asked for is left out. */
export type ReferralQuery = Known<z.output<typeof rule>>;
/** A query that takes everybody whom it finds, so begins nowhere. */
export type ReferralFilter = Omit<ReferralQuery, 'cursor' | keyof typeof places>;

const known = <T extends object>(values: T): Known<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<T>;

/** What the fields are called in addresses and forms, where they have another name there. */
const spanish: Record<string, string> = {
  ...{ leaderId: 'lider', back: 'hacia', from: 'desde', size: 'por' },
  density: 'filas',
};
const english = Object.fromEntries(Object.entries(spanish).map(([name, word]) => [word, name]));

const fromPage = (given: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([word]) => !Object.hasOwn(spanish, word))
      .map(([word, value]) => [english[word] ?? word, value]),
  );
const toPage = (query: Partial<ReferralQuery>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(known(query)).map(([name, value]) => [spanish[name] ?? name, String(value)]),
  );

/** Which municipio a form without a script was shown with: another one has other puestos. */
const isElsewhere = (given: Record<string, unknown>, municipio: string | undefined): boolean =>
  typeof given.de === 'string' && clean(given.de) !== (municipio ?? '');

/** What the address of a page asks for: a link may have lost an end in a chat, and still leads somewhere. */
export const pageQuery = (given: object): ReferralQuery => {
  const asked = { ...given } as Record<string, unknown>;
  const { municipio, puesto, mesa, ...others } = leniently(rule, fromPage(asked));
  const within = municipio === undefined || isElsewhere(asked, municipio) ? undefined : puesto;
  return known({ ...others, municipio, puesto: within, mesa: within === undefined ? undefined : mesa });
};

/** A place that is named without the one that it is in could be any of several. */
const wholePlace = (
  {
    municipio,
    puesto,
    mesa,
  }: { municipio?: string | undefined; puesto?: string | undefined; mesa?: string | undefined },
  ctx: z.core.$RefinementCtx,
): void => {
  const refuse = (field: string, message: string) => ctx.addIssue({ code: 'custom', path: [field], message });
  if (puesto !== undefined && municipio === undefined) refuse('puesto', 'Diga también el municipio.');
  if (mesa !== undefined && puesto === undefined) refuse('mesa', 'Diga también el puesto.');
};

const apiRule = z.object({ ...fields, limit }).superRefine(wholePlace);

/**
 * What a program asks for, which hears of every mistake.
 *
 * @throws AppError `validation` (400) that names every bad field
 */
export const apiQuery = (given: object): Omit<ReferralQuery, keyof typeof places> & { limit: number } =>
  known(parsed(apiRule, given));

/** Where in a list, and how it is shown: of whom it is about a list's address says nothing with these. */
const inAddresses = new Set(['sort', 'cursor', 'de', 'conserva', ...Object.keys(places)]);

const everybodyRule = z
  .strictObject({
    status: unlessEmpty(fields.status),
    ...{ municipio: place, puesto: place, mesa: place },
    q: unlessEmpty(fields.q),
    leaderId: unlessEmpty(fields.leaderId),
  })
  .superRefine(wholePlace);

/**
 * The filter of a wish that takes everybody whom it finds. What is not understood would mean more people than were
 * asked for, so nothing of it counts as not asked.
 *
 * @param besides fields of a form that say nothing of whom it means
 * @throws AppError `validation` (400) for a value that is none, one that came twice, or a field that is none
 */
export const everybodyQuery = (given: object, besides: readonly string[] = []): ReferralFilter => {
  const asked = fromPage({ ...given });
  const isKnown = (name: string) => inAddresses.has(name) || besides.includes(name);
  const read = everybodyRule.safeParse(
    Object.fromEntries(
      Object.entries(asked).filter(([name]) => name in everybodyRule.shape || !isKnown(name)),
    ),
  );
  // No order makes them more.
  if (read.success) return known({ ...read.data, sort: leniently(rule, asked).sort });
  throw new AppError(
    'validation',
    'No entendimos a qué personas se refiere: vuelva a la lista de referidos, fíltrela e intente de nuevo.',
    { status: 400, cause: read.error },
  );
};

/** By what a list may be sorted without saying anything of the census. */
const openSorts: readonly ReferralSort[] = ['recent', 'oldest', 'name', '-name'];

/** Whoever does not see census data cannot narrow or sort by them either; who names themselves means their own list. */
export const allowedQuery = <Q extends ReferralFilter>(actor: Actor, query: Q): Q => {
  const { leaderId, ...others } = query;
  // Left out, what is not asked for is what the type says of it: here and below.
  const whose = (leaderId === actor.id ? others : query) as Q;
  if (mayReadReferred(actor)) return whose;
  const { municipio: _, puesto: __, mesa: ___, sort, ...open } = whose;
  return { ...open, status: 'todos', sort: openSorts.includes(sort) ? sort : 'recent' } as Q;
};

/** The list, and the page about its file. */
export const LIST = '/referidos/';
export const EXPORT = '/referidos/exportar/';
export const SHEET = '/referidos/planilla/';

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

/** Who is to stay on the page although the filter finds them no more: those who were shown, as the page says it. */
export const keptIds = ({ conserva }: { conserva?: unknown }): string[] =>
  typeof conserva !== 'string'
    ? []
    : conserva
        // Pages that were opened before have them whole, with commas.
        .split(/[.,]/)
        .map((id) => unpackId(id) ?? id)
        .filter((id) => z.uuid().safeParse(id).success)
        .slice(0, VIEWS_MOST);

/** The list on which somebody stays whom its filter may find no more, with the place where they are. */
export const listKeeping = (address: string, userId: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}conserva=${userId}#persona-${userId}`;

/** The list to go back to: the one at this address, as far as it is understood. */
export const listAddressAt = (address: string): string =>
  listAddress(pageQuery(parse(new URL(address, 'http://portal.invalid').search.slice(1))));
