import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { RecordEntity } from '../../../../services/census/record/record.ts';
import { AttemptEntity, LaneEntity } from '../../../../services/census/store/entities.ts';
import { statementOf } from '../statements/statements.ts';
import type { Access, Statement } from '../store/access.ts';
import { StoreError } from '../store/checks.ts';
import { compare, matches, type Order, type Where } from '../store/filter.ts';
import type { Store, Transaction } from '../store/store.ts';
import { keyOf, type TableName, type Tables } from '../store/tables.ts';
import { createPool } from './pool.ts';
import { begin, commit, type Link, runAlone, runWithin } from './run.ts';

type EntityTable = 'records' | 'attempts' | 'lanes';
type Fields = Record<string, unknown>;

const tableOf = (entity: unknown): EntityTable => {
  if (entity === RecordEntity) return 'records';
  if (entity === AttemptEntity) return 'attempts';
  if (entity === LaneEntity) return 'lanes';
  throw new Error('the simulated store does not know this entity');
};

interface Managed {
  table: EntityTable;
  entity: Fields;
  /** As the database has it. */
  known: Fields;
}

interface FindOptions {
  orderBy?: Order;
  limit?: number;
  lockMode?: LockMode;
  refresh?: boolean;
}

const same = (a: unknown, b: unknown): boolean => {
  if (a === b || (a == null && b == null)) return true;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
};

/**
 * What the services use of MikroORM's manager, over the simulated store: entities are known by their key within one unit of
 * work, and written when that is flushed. Raw statements are looked up in `statements/`.
 */
class SimulatedManager {
  readonly #store: Store;
  readonly #link: Link;
  readonly #tx: Transaction | undefined;
  readonly #managed = new Map<string, Managed>();
  #added: Managed[] = [];

  constructor(store: Store, link: Link, tx?: Transaction) {
    this.#store = store;
    this.#link = link;
    this.#tx = tx;
  }

  isInTransaction(): boolean {
    return this.#tx !== undefined;
  }

  async transactional<T>(work: (em: SimulatedManager) => Promise<T>): Promise<T> {
    // A savepoint: nobody here goes on after one has failed.
    if (this.#tx !== undefined) {
      const result = await work(this);
      await this.flush();
      return result;
    }
    const tx = await begin(this.#store, this.#link);
    const em = new SimulatedManager(this.#store, this.#link, tx);
    try {
      const result = await work(em);
      await em.flush();
      await commit(this.#store, this.#link, tx);
      return result;
    } catch (error) {
      this.#store.abort(tx);
      throw error;
    }
  }

  execute(sql: string, values: readonly unknown[] = []): Promise<readonly object[]> {
    return this.#run(statementOf(sql), values);
  }

  /** Past the ORM, as `prepared.ts` asks it: by a pool. */
  getDriver() {
    return { getConnection: () => ({ getNativeClient: async () => createPool(this.#store, this.#link) }) };
  }

  async find(entity: unknown, where: Where, options: FindOptions = {}): Promise<Fields[]> {
    const table = tableOf(entity);
    await this.#flushIfChanged(table);
    const rows = await this.#run((on) => select(on, table, where, options), []);
    return rows.map((row) => this.#manage(table, row as Fields, options.refresh === true));
  }

  async findOne(entity: unknown, where: Where, options: FindOptions = {}): Promise<Fields | null> {
    const [found] = await this.find(entity, where, { ...options, limit: 1 });
    return found ?? null;
  }

  async count(entity: unknown, where: Where): Promise<number> {
    const table = tableOf(entity);
    await this.#flushIfChanged(table);
    return (await this.#run((on) => select(on, table, where, {}), [])).length;
  }

  async nativeUpdate(entity: unknown, where: Where, change: Fields): Promise<number> {
    const table = tableOf(entity);
    const rows = await this.#run((on) => on.update(table, matches(where), () => change), []);
    return rows.length;
  }

  create(entity: unknown, data: Fields): Fields {
    this.#added.push({ table: tableOf(entity), entity: data, known: {} });
    return data;
  }

  persist(): this {
    return this;
  }

  async flush(): Promise<void> {
    const added = this.#added;
    this.#added = [];
    for (const one of added) {
      await this.#run(async (on) => {
        if ((await on.insert(one.table, one.entity as never)) !== undefined)
          throw new StoreError('23505', `${one.table} has it already`);
        return [];
      }, []);
      this.#managed.set(`${one.table} ${keyOf[one.table](one.entity as never)}`, {
        ...one,
        known: { ...one.entity },
      });
    }
    for (const one of this.#managed.values()) await this.#flushOne(one);
  }

  async #flushOne(one: Managed): Promise<void> {
    const { table, entity, known } = one;
    const changed = Object.keys(entity).filter((name) => !same(entity[name], known[name]));
    if (changed.length === 0) return;
    const change = Object.fromEntries(changed.map((name) => [name, entity[name] ?? null]));
    const key = keyOf[table](entity as never);
    await this.#run(
      (on) =>
        on.update(
          table,
          (row: Tables[EntityTable]) => keyOf[table](row as never) === key,
          () => change,
        ),
      [],
    );
    one.known = { ...entity };
  }

  async #flushIfChanged(table: EntityTable): Promise<void> {
    for (const one of this.#managed.values()) if (one.table === table) await this.#flushOne(one);
  }

  /** One that is known already is brought up to date, but for what was changed here, or is not there any more. */
  #manage(table: EntityTable, row: Fields, refresh: boolean): Fields {
    const key = `${table} ${keyOf[table](row as never)}`;
    const there = this.#managed.get(key);
    if (there === undefined) {
      const one = { table, entity: { ...row }, known: { ...row } };
      this.#managed.set(key, one);
      return one.entity;
    }
    for (const name of Object.keys(row)) {
      const isKept =
        !same(there.entity[name], there.known[name]) || (row[name] == null && there.entity[name] != null);
      if (isKept && !refresh) continue;
      there.entity[name] = row[name];
      there.known[name] = row[name];
    }
    return there.entity;
  }

  #run(statement: Statement, values: readonly unknown[]): Promise<readonly object[]> {
    return this.#tx === undefined
      ? runAlone(this.#store, this.#link, statement, values)
      : runWithin(this.#store, this.#link, this.#tx, statement, values);
  }
}

const select = async (
  on: Access,
  table: EntityTable,
  where: Where,
  { orderBy, limit, lockMode }: FindOptions,
): Promise<readonly object[]> => {
  const fits = matches<Tables[EntityTable]>(where);
  const sort = orderBy === undefined ? undefined : compare<Tables[EntityTable]>(orderBy);
  if (lockMode !== undefined) {
    const skipLocked = lockMode === LockMode.PESSIMISTIC_PARTIAL_WRITE;
    return on.choose<TableName>(table, fits as never, { sort: sort as never, limit, skipLocked });
  }
  const found = (on.all(table) as Tables[EntityTable][]).filter(fits);
  if (sort !== undefined) found.sort(sort);
  return limit === undefined ? found : found.slice(0, limit);
};

/** A manager as the services take it: it has what they use, and nothing else. */
export const createManager = (store: Store, link: Link): EntityManager =>
  new SimulatedManager(store, link) as unknown as EntityManager;
