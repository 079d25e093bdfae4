import { type FilterQuery, raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ReferralSort } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { NAME_MAX } from '../../../shared/person/name.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { type Ordered, orderedBy, orderOf } from './order.ts';

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

export const cursorOf = (sort: ReferralSort, row: Ordered): string =>
  Buffer.from(JSON.stringify([...orderedBy(sort).order.keysOf(row), row.id])).toString('base64url');

interface Paging {
  sort: ReferralSort;
  cursor?: string | undefined;
  /** The page that ends before the cursor; without one the last. */
  back?: boolean | undefined;
  /** Rows a page. */
  limit: number;
}

/**
 * One page of those whom every condition finds.
 *
 * @returns `next` and `previous`: the cursor of the page behind it and of the one before it, null when there is none
 * @throws AppError `validation` (400) when the cursor is not one of ours for this order
 */
export const findPage = async (
  em: EntityManager,
  conditions: readonly FilterQuery<UserRow>[],
  { sort, cursor, back = false, limit }: Paging,
): Promise<{ items: UserRow[]; next: string | null; previous: string | null }> => {
  const where = cursor === undefined ? [...conditions] : [...conditions, after(sort, cursor, back)];
  const rows = await em.find(UserEntity, { $and: where }, { orderBy: orderOf(sort, back), limit: limit + 1 });
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
export const after = (sort: ReferralSort, cursor: string, back = false): FilterQuery<UserRow> => {
  const { order, falls } = orderedBy(sort);
  const { keys, id } = decode(sort, cursor);
  // Compared as one: with an "or" the index would be read from its beginning.
  const values = [...order.values(keys), id];
  const row = raw(`(${[...order.columns, '"id"'].join(', ')})`);
  const place = raw(`(${values.map(() => '?').join(', ')})`, values);
  return { [row]: { [falls === back ? '$gt' : '$lt']: place } };
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
