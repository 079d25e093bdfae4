import type { EntityManager } from '@mikro-orm/postgresql';
import type { Pool, QueryResult } from 'pg';
import { z } from 'zod';

/** A statement that is asked for every page: each connection keeps how it is carried out, by its name. */
export interface Prepared<R extends z.ZodType> {
  /** Of this statement alone in its service; empty where its plan depends on its values, and none is kept. */
  name: string;
  sql: string;
  rows: z.ZodArray<R>;
}

/** Asks prepared statements, one after the other. @throws ZodError when a row is not what the statement says; what Postgres throws */
export type Ask = <R extends z.ZodType>(
  statement: Prepared<R>,
  values: readonly unknown[],
) => Promise<z.output<R>[]>;

/**
 * Says what a statement asks, and what a row of it is.
 *
 * @param row under the names that the statement gives
 * @param sql with `$1`, `$2`…
 */
export const prepared = <R extends z.ZodType>(name: string, row: R, sql: string): Prepared<R> => ({
  name,
  sql,
  rows: z.array(row),
});

/**
 * Asks it, past the ORM: on a connection of the same pool, outside any transaction.
 *
 * @throws ZodError when a row is not what the statement says; what Postgres throws; Error inside a transaction, whose
 * connection it would not use
 */
export const ask = async <R extends z.ZodType>(
  em: EntityManager,
  statement: Prepared<R>,
  values: readonly unknown[],
): Promise<z.output<R>[]> => {
  const pool = await poolOf(em, statement.name);
  return asker(pool)(statement, values);
};

/** Asks in the transaction of the ORM's that `em` is in, where nothing is prepared; past the ORM where it is in none. */
export const askOf = (em: EntityManager): Ask =>
  em.isInTransaction() ? askWithin(em) : (statement, values) => ask(em, statement, values);

const askWithin =
  (tx: EntityManager): Ask =>
  async ({ sql, rows }, values) => {
    const inOrder: unknown[] = [];
    const text = sql.replaceAll(/\$(\d+)/g, (_, place) => {
      inOrder.push(values[Number(place) - 1]);
      return '?';
    });
    return rows.parse(await tx.execute<unknown[]>(text, inOrder));
  };

/** Statements that go to Postgres together with those which begin and end a transaction, each a text with its values in it. */
interface Besides<T> {
  /** As its first: each sees what was stored while the one before it waited for a lock. */
  first?: string[];
  /** As its last, once it is known what comes out of it. */
  last?: (result: T) => string[];
}

/**
 * Does `work` in a transaction of its own, past the ORM: all that it asks is stored, or nothing.
 *
 * @param work is given the rows of each of `first`
 * @throws what `work` throws and what Postgres throws; Error inside a transaction
 */
export const transact = async <T>(
  em: EntityManager,
  work: (ask: Ask, found: readonly unknown[][]) => Promise<T>,
  { first = [], last = () => [] }: Besides<T> = {},
): Promise<T> => {
  const pool = await poolOf(em, 'a transaction');
  const client = await pool.connect();
  // A connection that cannot even roll back is lost, and Postgres has ended what it began.
  let lost: boolean | undefined;
  try {
    // The driver gives one result of one statement, and a list of several.
    const begun: QueryResult | QueryResult[] = await client.query(['begin', ...first].join('; '));
    const found = Array.isArray(begun) ? begun.slice(1).map(({ rows }) => rows) : [];
    const result = await work(asker(client), found);
    await client.query([...last(result), 'commit'].join('; '));
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      lost = true;
    });
    throw error;
  } finally {
    client.release(lost);
  }
};

const asker =
  (on: Pick<Pool, 'query'>): Ask =>
  async ({ name, sql, rows }, values) => {
    const found = await on.query({ ...(name === '' ? {} : { name }), text: sql, values: [...values] });
    return rows.parse(found.rows);
  };

const poolOf = async (em: EntityManager, what: string): Promise<Pool> => {
  if (em.isInTransaction()) throw new Error(`${what} is asked inside a transaction`);
  return em.getDriver().getConnection().getNativeClient();
};
