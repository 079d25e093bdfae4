import { type FilterQuery, raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ReferralSort } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { NAME_MAX } from '../../../shared/person/name.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { type Branch, behind, branchesOf, conditionsOf, type Listed } from './branches.ts';
import { asFilters, type Condition } from './condition.ts';
import { type ListedRow, readFound, readListed, readParts } from './listed.ts';
import { orderedBy, orderOf } from './order.ts';

/** Where a page ended: the sort keys and id of its last row. Keyset paging stays fast however deep it goes. */
const keyRule = z
  .string()
  .max(2 * NAME_MAX)
  .refine((key) => !key.includes('\0') && key.isWellFormed(), 'no text that Postgres stores');
const cursorRule = z.array(keyRule).min(2).max(7);
/**
 * A moment as we write it, of a year in which somebody may have registered: Postgres does not know all of
 * JavaScript's.
 */
const momentRule = z.iso.datetime({ precision: 3 }).startsWith('20');

export const cursorOf = (sort: ReferralSort, row: ListedRow): string =>
  Buffer.from(JSON.stringify([...orderedBy(sort).order.keysOf(row), row.id])).toString('base64url');

interface Paging {
  sort: ReferralSort;
  cursor?: string | undefined;
  /** The page that ends before the cursor; without one the last. */
  back?: boolean | undefined;
  /** Rows a page. */
  limit: number;
}

/** One page; `next` and `previous`: the cursor of the page behind it and of the one before it, null when there is none. */
interface Page<R> {
  items: R[];
  next: string | null;
  previous: string | null;
}

/**
 * One page of a list.
 *
 * @throws AppError `validation` (400) when the cursor is not one of ours for this order
 */
export const listPage = async (
  em: EntityManager,
  listed: Listed,
  paging: Paging,
): Promise<Page<ListedRow>> => {
  const { sort, cursor, back = false, limit } = paging;
  const at = cursor === undefined ? null : placeOf(sort, cursor);
  const order = orderOf(sort, back);
  const isUp = orderedBy(sort).falls === back;
  const whole = { columns: order.map(([column]) => column) };
  const partOf = ({ where, columns, lead }: Branch) => {
    const rest = at === null ? [] : behind({ columns, ...(lead === undefined ? {} : { lead }) }, at, isUp);
    const sorted = columns.map((column) => [column, isUp ? 'asc' : 'desc'] as const);
    return rest === null ? [] : [{ where: [...where, ...rest], order: sorted }];
  };
  const branches = listed.found.length > 0 ? null : branchesOf(listed, sort);
  const parts = (branches ?? [{ ...whole, where: conditionsOf(listed) }]).flatMap(partOf);
  const [one] = parts;
  if (branches !== null || one === undefined)
    return pageOf(await readParts(em, parts, order, limit + 1), paging);
  if (listed.found.length === 0) return pageOf(await readListed(em, one, limit + 1), paging);
  // When people came says nothing of their names: going through them by date meets those who match soon, or finds that few do.
  const isByDate = orderedBy(sort).key === 'date';
  const found = isByDate ? readListed(em, one, limit + 1, false) : readFound(em, one, limit + 1);
  return pageOf(await found, paging);
};

/**
 * One page of those whom every condition finds, with all that is kept of them.
 *
 * @throws AppError `validation` (400) when the cursor is not one of ours for this order
 */
export const findPage = async (
  em: EntityManager,
  conditions: readonly FilterQuery<UserRow>[],
  paging: Paging,
): Promise<Page<UserRow>> => {
  const { sort, cursor, back = false, limit } = paging;
  const behind = cursor === undefined ? [] : asFilters([after(sort, cursor, back)]);
  const orderBy = orderOf(sort, back).map(([column, direction]) => ({ [raw(column)]: direction }));
  const rows = await em.find(UserEntity, { $and: [...conditions, ...behind] }, { orderBy, limit: limit + 1 });
  return pageOf(rows, paging);
};

/** @param rows one more than the page has, where there are more */
const pageOf = <R extends ListedRow>(rows: R[], { sort, cursor, back = false, limit }: Paging): Page<R> => {
  const read = rows.slice(0, limit);
  const items = back ? read.reverse() : read;
  const [hasMore, cameFrom] = [rows.length > limit, cursor !== undefined];
  const [first, last] = [items.at(0), items.at(-1)];
  return {
    items,
    next: last !== undefined && (back ? cameFrom : hasMore) ? cursorOf(sort, last) : null,
    previous: first !== undefined && (back ? hasMore : cameFrom) ? cursorOf(sort, first) : null,
  };
};

/**
 * Rows behind the cursor, in the given order.
 *
 * @param back those before it
 * @throws AppError `validation` (400) when the cursor is not one of ours for this order
 */
export const after = (sort: ReferralSort, cursor: string, back = false): Condition => {
  const { order, falls } = orderedBy(sort);
  const [whole] =
    behind({ columns: [...order.columns, '"id"'] }, placeOf(sort, cursor), falls === back) ?? [];
  if (whole === undefined) throw new Error('a list as a whole is behind no lead');
  return whole;
};

/** What a list's columns have where the cursor is, the id last. @throws as `after` */
const placeOf = (sort: ReferralSort, cursor: string): unknown[] => {
  const { keys, id } = decode(sort, cursor);
  return [...orderedBy(sort).order.values(keys), id];
};

const decode = (sort: ReferralSort, cursor: string): { keys: string[]; id: string } => {
  const { key, order } = orderedBy(sort);
  try {
    const given = cursorRule.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    const [keys, id] = [given.slice(0, -1), z.uuid().parse(given.at(-1))];
    if (order.values(keys).length !== order.columns.length) throw new Error('of another order');
    if (key === 'date') momentRule.parse(keys[0]);
    return { keys, id };
  } catch (error) {
    throw invalidCursor(error);
  }
};

const invalidCursor = (cause?: unknown): AppError =>
  new AppError('validation', 'El enlace a esta página de la lista no es válido: vuelva al comienzo.', {
    status: 400,
    fields: { cursor: 'No es válido.' },
    cause,
  });
