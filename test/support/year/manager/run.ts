import { accessOf, type Statement } from '../store/access.ts';
import { StoreError } from '../store/checks.ts';
import type { Store, Transaction } from '../store/store.ts';

/** What stands between a process and its database. */
export interface Link {
  /** Before a statement: waits as the network and a process that stands still do. @throws when the database is away */
  ask(): Promise<void> | undefined;
  /** Before its result is seen. */
  hear(): Promise<void> | undefined;
  /** A transaction of this process has begun; it is ended with it. */
  began(tx: Transaction): void;
}

type Rows = readonly object[];

/** Does one statement in a transaction of its own. */
export const runAlone = async (
  store: Store,
  link: Link,
  statement: Statement,
  values: readonly unknown[],
): Promise<Rows> => {
  const asked = link.ask();
  if (asked !== undefined) await asked;
  const tx = store.begin();
  link.began(tx);
  try {
    const rows = await statement(accessOf(store, tx), values);
    store.commit(tx);
    const heard = link.hear();
    if (heard !== undefined) await heard;
    return rows;
  } catch (error) {
    store.abort(tx);
    throw error;
  }
};

/** Does one statement of a transaction, which ends with it when it fails. */
export const runWithin = async (
  store: Store,
  link: Link,
  tx: Transaction,
  statement: Statement,
  values: readonly unknown[],
): Promise<Rows> => {
  const asked = link.ask();
  if (asked !== undefined) await asked;
  if (tx.state !== 'open') throw new StoreError('25P03', 'the transaction was ended by the server');
  let rows: Rows;
  try {
    rows = await statement(accessOf(store, tx), values);
  } catch (error) {
    // Postgres takes nothing more in a transaction that has failed.
    store.abort(tx);
    throw error;
  }
  const heard = link.hear();
  if (heard !== undefined) await heard;
  return rows;
};

export const begin = async (store: Store, link: Link): Promise<Transaction> => {
  await link.ask();
  const tx = store.begin();
  link.began(tx);
  return tx;
};

export const commit = async (store: Store, link: Link, tx: Transaction): Promise<void> => {
  await link.ask();
  store.commit(tx);
  await link.hear();
};
