import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { ask } from '../../../shared/persistence/prepared.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import type { UserRow } from '../store/entities.ts';
import type { Condition } from './condition.ts';

/** What a list shows of somebody, and sorts by. */
export type ListedRow = Pick<UserRow, 'id' | keyof typeof columns> & Partial<UserRow>;

/** Where each of it is. */
const columns = {
  cedula: 'cedula',
  nombreCompleto: 'nombre_completo',
  phone: 'phone',
  role: 'role',
  referrerId: 'referrer_id',
  createdAt: 'created_at',
  censusStatus: 'census_status',
  censusMunicipio: 'census_municipio',
  censusPuesto: 'census_puesto',
  censusMesa: 'census_mesa',
} as const;

const rows = z.array(
  z.object({
    ...{ id, cedula: z.string(), nombreCompleto: z.string(), phone: z.string() },
    ...{ role: word<Role>(), referrerId: id.nullable(), createdAt: moment },
    censusStatus: word<Status>().nullable(),
    ...{ censusMunicipio: z.string(), censusPuesto: z.string(), censusMesa: z.string() },
  }),
);

const SELECTED = `select "id", "census_group", ${Object.entries(columns)
  .map(([name, column]) => `"${column}" as "${name}"`)
  .join(', ')} from "accounts"."users"`;
const selectedNames = new Map<string, string>(
  Object.entries(columns).map(([name, column]) => [`"${column}"`, `"${name}"`]),
);

/** What is sorted by: columns, with the directions. */
export type ListedOrder = readonly (readonly [column: string, direction: 'asc' | 'desc'])[];

/** Some of those who are read, with what is sorted by among them. */
interface Part {
  where: readonly Condition[];
  order: ListedOrder;
}

const orderSql = (order: ListedOrder): string =>
  order.map(([column, direction]) => `${column} ${direction}`).join(', ');
/** The same by the names that a select gives. */
const outerSql = (order: ListedOrder): string =>
  orderSql(order).replaceAll(/"\w+"/g, (column) => selectedNames.get(column) ?? column);

/** Whoever asks for a page says how long it may be: a plan that counts on a tenth of all people would read them all. */
const limitSql = (limit: number): string => `limit ${Math.trunc(limit)}`;

const whereSql = (where: readonly Condition[]): string => where.map(({ sql }) => sql('users')).join(' and ');

const askFor = (
  em: EntityManager,
  text: string,
  parts: readonly Part[],
  isKept: boolean,
): Promise<ListedRow[]> => {
  let place = 0;
  const sql = text.replaceAll('?', () => {
    place += 1;
    return `$${place}`;
  });
  const values = parts.flatMap(({ where }) => where.flatMap((one) => one.values));
  return ask(em, { name: isKept ? nameOf(sql) : '', sql, rows }, values);
};

/** As many as there are orders, statuses and sizes of pages: a hundred. */
const names = new Map<string, string>();
const nameOf = (sql: string): string => {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = `accounts.listed ${createHash('sha256').update(sql).digest('base64url').slice(0, 16)}`;
  names.set(sql, name);
  return name;
};

/**
 * Those whom every condition finds, in an order that an index has: past the ORM, which takes longer for a page than Postgres.
 *
 * @param isAlike whether one plan is good for whatever values, so that it is kept
 */
export const readListed = (
  em: EntityManager,
  part: Part,
  limit: number,
  isAlike = true,
): Promise<ListedRow[]> => {
  const sql = `${SELECTED} where ${whereSql(part.where)} order by ${orderSql(part.order)} ${limitSql(limit)}`;
  return askFor(em, sql, [part], isAlike);
};

/**
 * The same of those whom a search finds, or who are named: they are found first and sorted then. Postgres would rather go through
 * everybody by name until it has met so many who match, and those of one name stand together at its end.
 */
export const readFound = (em: EntityManager, part: Part, limit: number): Promise<ListedRow[]> => {
  const found = `${SELECTED} where ${whereSql(part.where)} offset 0`;
  const sql = `select * from (${found}) "found" order by ${outerSql(part.order)} ${limitSql(limit)}`;
  return askFor(em, sql, [part], false);
};

/** The same of several parts together, each of which an index has in its order. */
export const readParts = async (
  em: EntityManager,
  parts: readonly Part[],
  order: ListedOrder,
  limit: number,
): Promise<ListedRow[]> => {
  if (parts.length === 0) return [];
  const each = parts.map(
    (part) =>
      `(${SELECTED} where ${whereSql(part.where)} order by ${orderSql(part.order)} ${limitSql(limit)})`,
  );
  const sql = `select * from (${each.join(' union all ')}) "listed" order by ${outerSql(order)} ${limitSql(limit)}`;
  return askFor(em, sql, parts, false);
};
