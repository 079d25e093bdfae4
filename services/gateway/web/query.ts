import { z } from 'zod';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';

/** Where a list goes on. */
export const cursor = z.string({ error: 'No es válido.' }).max(CURSOR_MAX, 'No es válido.').optional();

/** How many the API gives at once; a page has a size of its own. */
export const limit = z.coerce.number({ error: 'Debe ser un número.' }).int().min(1).max(100).default(25);

/** The first value counts when a field came several times. */
const firstOf = (given: unknown): unknown => (Array.isArray(given) ? given[0] : given);

/**
 * Reads what an address bar asks by the rule that the API is strict about: the first of several values counts, and
 * what does not fit counts as not asked.
 *
 * @param rule every field of it may be missing
 */
export const leniently = <S extends z.ZodObject>(rule: S, query: Record<string, unknown>): z.output<S> =>
  Object.fromEntries(
    // Zod's own fields, which its shape knows by their core only.
    Object.entries(rule.shape as Record<string, z.ZodType>).map(([name, field]) => {
      const read = field.safeParse(firstOf(query[name]));
      return [name, read.success ? read.data : field.parse(undefined)];
    }),
    // The rule's own fields, each read by its own rule.
  ) as z.output<S>;

/** An address that asks for what is said of it. */
export const addressOf = (path: string, asked: Record<string, string | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined && value !== '') query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
};

/** The address of the next page of a list, which asks for the same; null after the last. */
export const nextPage = (
  path: string,
  asked: Record<string, string | undefined>,
  next: string | null,
): string | null => (next === null ? null : addressOf(path, { ...asked, cursor: next }));
