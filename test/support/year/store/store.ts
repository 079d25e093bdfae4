import { assertTaken, StoreError } from './checks.ts';
import { createLocks, type Holder, type Locks } from './locks.ts';
import { keyOf, type Schema, type TableName, type Tables, tableNames } from './tables.ts';

type Rows = { [T in TableName]: Map<string, Tables[T]> };
/** What a commit changes of one row; null: there is none. */
export interface RowChange<T extends TableName = TableName> {
  table: T;
  key: string;
  before: Tables[T] | null;
  after: Tables[T] | null;
}

/** One transaction: what it has written is seen by itself, and by all once it is committed. */
export interface Transaction extends Holder {
  readonly id: number;
  readonly writes: Map<string, { table: TableName; key: string; row: Tables[TableName] | null }>;
  state: 'open' | 'ended' | 'failed';
  /** Whether anything but signs of life was written. */
  matters: boolean;
}

/** Which transaction it is, and which was the last that had begun by its end. */
export interface Numbers {
  id: number;
  lastBegun: number;
}

export interface StoreOptions {
  schema: Schema;
  /** Told of every commit, before anybody else can see it. */
  committed(changes: readonly RowChange[], matters: boolean, transaction: Numbers): void;
}

/** A Postgres of one schema: committed rows, transactions that see their own, locks that are held to the end. */
export interface Store {
  readonly schema: Schema;
  readonly locks: Locks;
  begin(): Transaction;
  get<T extends TableName>(tx: Transaction, table: T, key: string): Tables[T] | undefined;
  all<T extends TableName>(tx: Transaction, table: T): Tables[T][];
  put<T extends TableName>(tx: Transaction, table: T, row: Tables[T], quietly?: boolean): void;
  remove(tx: Transaction, table: TableName, key: string): void;
  commit(tx: Transaction): void;
  abort(tx: Transaction): void;
  nextId(): number;
  /** Committed rows, for who watches. */
  readonly rows: Rows;
  /** Every transaction that was open is gone. */
  restart(): void;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
}

/** What a backup has. */
export type Snapshot = ReadonlyMap<TableName, ReadonlyMap<string, Tables[TableName]>>;

const emptyRows = (): Rows =>
  Object.fromEntries(tableNames.map((name) => [name, new Map()])) as unknown as Rows;

export const createStore = ({ schema, committed }: StoreOptions): Store => {
  let rows = emptyRows();
  const locks = createLocks();
  const open = new Set<Transaction>();
  let transactions = 0;
  let ids = 0;

  const isOpen = (tx: Transaction): void => {
    if (tx.state !== 'open') throw new StoreError('25P03', 'the transaction was ended by the server');
  };
  const end = (tx: Transaction, state: 'ended' | 'failed'): void => {
    if (tx.state !== 'open') return;
    tx.state = state;
    open.delete(tx);
    locks.release(tx);
  };
  const write = (
    tx: Transaction,
    table: TableName,
    key: string,
    row: Tables[TableName] | null,
    quietly: boolean,
  ) => {
    isOpen(tx);
    tx.writes.set(`${table} ${key}`, { table, key, row });
    if (!quietly) tx.matters = true;
  };
  const mapOf = (table: TableName): Map<string, Tables[TableName]> =>
    rows[table] as Map<string, Tables[TableName]>;

  return {
    schema,
    locks,
    begin() {
      transactions += 1;
      const tx: Transaction = {
        id: transactions,
        writes: new Map(),
        held: new Set(),
        state: 'open',
        matters: false,
        fail: () => end(tx, 'failed'),
      };
      open.add(tx);
      return tx;
    },
    get(tx, table, key) {
      isOpen(tx);
      const written = tx.writes.size === 0 ? undefined : tx.writes.get(`${table} ${key}`);
      // The table says of which kind its rows are.
      if (written !== undefined) return (written.row ?? undefined) as never;
      return rows[table].get(key) as never;
    },
    all(tx, table) {
      isOpen(tx);
      const found = mapOf(table);
      const own = [...tx.writes.values()].filter((one) => one.table === table);
      if (own.length === 0) return [...found.values()] as never;
      const merged = new Map(found);
      for (const { key, row } of own)
        if (row === null) merged.delete(key);
        else merged.set(key, row);
      return [...merged.values()] as never;
    },
    put(tx, table, row, quietly = false) {
      assertTaken(table, row);
      write(tx, table, keyOf[table](row), row, quietly);
    },
    remove: (tx, table, key) => write(tx, table, key, null, false),
    commit(tx) {
      isOpen(tx);
      const changes: RowChange[] = [];
      for (const { table, key, row } of tx.writes.values()) {
        const map = mapOf(table);
        changes.push({ table, key, before: map.get(key) ?? null, after: row });
        if (row === null) map.delete(key);
        else map.set(key, row);
      }
      if (changes.length > 0) committed(changes, tx.matters, { id: tx.id, lastBegun: transactions });
      end(tx, 'ended');
    },
    abort: (tx) => end(tx, 'failed'),
    nextId() {
      ids += 1;
      return ids;
    },
    get rows() {
      return rows;
    },
    restart() {
      for (const tx of [...open]) end(tx, 'failed');
    },
    snapshot: () => new Map(tableNames.map((name) => [name, new Map(mapOf(name))])),
    restore(snapshot) {
      for (const tx of [...open]) end(tx, 'failed');
      rows = emptyRows();
      for (const [name, kept] of snapshot) for (const [key, row] of kept) mapOf(name).set(key, row);
    },
  };
};
