import type { EntityManager } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { z } from 'zod';

/** A statement that is asked for every page: each connection keeps how it is carried out, by its name. */
export interface Prepared<R extends z.ZodType> {
  /** Of this statement alone in its service; empty where its plan depends on its values, and none is kept. */
  name: string;
  sql: string;
  rows: z.ZodArray<R>;
}

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
  { name, sql, rows }: Prepared<R>,
  values: readonly unknown[],
): Promise<z.output<R>[]> => {
  if (em.isInTransaction()) throw new Error(`${name} is asked inside a transaction`);
  const pool: Pool = await em.getDriver().getConnection().getNativeClient();
  const found = await pool.query({ ...(name === '' ? {} : { name }), text: sql, values: [...values] });
  return rows.parse(found.rows);
};
