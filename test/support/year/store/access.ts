import type { Store, Transaction } from './store.ts';
import { keyOf, type TableName, type Tables } from './tables.ts';

interface Choice<R> {
  sort?: ((a: R, b: R) => number) | undefined;
  limit?: number | undefined;
  /** Rows that another transaction has are passed over, else waited for. */
  skipLocked?: boolean;
}

/** What a statement may do with the rows, as the transaction sees them. */
export interface Access {
  readonly tx: Transaction;
  readonly store: Store;
  get<T extends TableName>(table: T, key: string): Tables[T] | undefined;
  all<T extends TableName>(table: T): Tables[T][];
  put<T extends TableName>(table: T, row: Tables[T], quietly?: boolean): void;
  /** A lock of a name, to the end of the transaction. */
  lock(name: string, shared?: boolean): Promise<void> | undefined;
  tryLock(name: string): boolean;
  lockRow(table: TableName, key: string): Promise<void> | undefined;
  /** The rows that are had, locked, as they are once they are: what has changed meanwhile and does not fit any more is left out. */
  choose<T extends TableName>(
    table: T,
    where: (row: Tables[T]) => boolean,
    choice?: Choice<Tables[T]>,
  ): Promise<Tables[T][]>;
  /** @returns the rows as they are now */
  update<T extends TableName>(
    table: T,
    where: (row: Tables[T]) => boolean,
    change: (row: Tables[T]) => Partial<Tables[T]>,
    quietly?: boolean,
  ): Promise<Tables[T][]>;
  /** @returns the rows that were */
  remove<T extends TableName>(
    table: T,
    where: (row: Tables[T]) => boolean,
    choice?: Choice<Tables[T]>,
  ): Promise<Tables[T][]>;
  /** @returns the row that was there before; undefined when it was put */
  insert<T extends TableName>(table: T, row: Tables[T], quietly?: boolean): Promise<Tables[T] | undefined>;
}

export const accessOf = (store: Store, tx: Transaction): Access => {
  const { locks } = store;
  const nameOf = (table: TableName, key: string): string => `${store.schema}.${table} ${key}`;
  const lockRow = (table: TableName, key: string) => locks.take(nameOf(table, key), tx);

  const choose: Access['choose'] = async (table, where, { sort, limit, skipLocked = false } = {}) => {
    const found = store.all(tx, table).filter(where);
    if (sort !== undefined) found.sort(sort);
    const chosen: Tables[typeof table][] = [];
    for (const row of found) {
      if (chosen.length === limit) break;
      const key = keyOf[table](row);
      if (skipLocked && locks.isTaken(nameOf(table, key), tx)) continue;
      const waiting = lockRow(table, key);
      if (waiting !== undefined) await waiting;
      const current = store.get(tx, table, key);
      if (current !== undefined && where(current)) chosen.push(current);
    }
    return chosen;
  };

  return {
    tx,
    store,
    get: (table, key) => store.get(tx, table, key),
    all: (table) => store.all(tx, table),
    put: (table, row, quietly) => store.put(tx, table, row, quietly),
    lock: (name, shared) => locks.take(name, tx, shared),
    tryLock: (name) => locks.tryTake(name, tx),
    lockRow,
    choose,
    async update(table, where, change, quietly) {
      const updated: Tables[typeof table][] = [];
      for (const row of await choose(table, where)) {
        const after = { ...row, ...change(row) };
        store.put(tx, table, after, quietly);
        updated.push(after);
      }
      return updated;
    },
    async remove(table, where, choice) {
      const removed = await choose(table, where, choice);
      for (const row of removed) store.remove(tx, table, keyOf[table](row));
      return removed;
    },
    async insert(table, row, quietly) {
      const key = keyOf[table](row);
      const waiting = lockRow(table, key);
      if (waiting !== undefined) await waiting;
      const there = store.get(tx, table, key);
      if (there === undefined) store.put(tx, table, row, quietly);
      return there;
    },
  };
};

/** A statement as the simulated store does it. */
export type Statement = (
  on: Access,
  values: readonly unknown[],
) => Promise<readonly object[]> | readonly object[];

/** Statements by how they begin, after all white space was made one blank. */
export type Statements = Readonly<Record<string, Statement>>;

export const NOTHING: readonly object[] = [];

// What a statement is given, as what it is.
export const text = (value: unknown): string => String(value);
export const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));
export const number = (value: unknown): number => Number(value);
export const date = (value: unknown): Date => (value instanceof Date ? value : new Date(String(value)));
export const dateOrNull = (value: unknown): Date | null => (value == null ? null : date(value));
export const list = (value: unknown): string[] => JSON.parse(String(value)) as string[];
