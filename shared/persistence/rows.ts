import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';

/**
 * A moment, which raw SQL gives as text; `null` is none, unless it is said to be `nullable()`. One step, for lists and downloads
 * read hundreds of thousands: a union and a coercion behind it take twice as long.
 */
export const moment = z.transform((given: unknown, ctx): Date => {
  const at = typeof given === 'string' || given instanceof Date ? new Date(given) : null;
  if (at !== null && !Number.isNaN(at.getTime())) return at;
  ctx.issues.push({ code: 'custom', input: given, message: 'no moment' });
  return z.NEVER;
});

/** Of a person, a lease, a batch: what a uuid column has. */
export const id = z.guid();

/**
 * A word of a text column. While releases change, the next one may write words that this one does not know: they are passed on
 * as they are, not failed over.
 */
export const word = <T extends string>() => z.custom<T>((value) => typeof value === 'string');

/**
 * Asks by raw SQL, and reads every row that comes by a rule, so that it is what its type says.
 *
 * @param row what a row has, under the names that the statement gives
 * @throws ZodError when a row has something else; what Postgres throws
 */
export const readRows = async <R extends z.ZodType>(
  em: Pick<EntityManager, 'execute'>,
  row: R,
  sql: string,
  values: readonly unknown[] = [],
): Promise<z.output<R>[]> => {
  const rows = await em.execute<unknown[]>(sql, [...values]);
  // Most of what is asked again and again finds nothing, and making a rule takes longer than that.
  return rows.length === 0 ? [] : z.array(row).parse(rows);
};
