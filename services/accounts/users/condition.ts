import { type FilterQuery, raw } from '@mikro-orm/core';
import type { UserRow } from '../store/entities.ts';

/** What is asked of people: the same in plain SQL, by which lists are read, and through MikroORM. */
export interface Condition {
  /** With `?` for each value, in their order. @param user what the table is called there */
  sql(user: string): string;
  values: readonly unknown[];
}

/** @param sql with the name of a column as it is; `"user".` before one that another table in it has as well */
export const condition = (sql: string, ...values: unknown[]): Condition => ({
  sql: (user) => sql.replaceAll('"user".', `"${user}".`),
  values,
});

/** For MikroORM's own statements. */
export const asFilters = (conditions: readonly Condition[]): FilterQuery<UserRow>[] =>
  conditions.map(({ sql, values }) => ({ [raw((alias) => `(${sql(alias)})`, [...values])]: [] }));
