import { type FilterQuery, type OrderDefinition, raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ReferralSort } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { NAME_MAX } from '../../../shared/person/name.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';

/** Where a page ended: the sort key and id of its last row. Keyset paging stays fast however deep it goes. */
const cursorRule = z.tuple([
  z
    .string()
    .max(2 * NAME_MAX)
    .refine((key) => !key.includes('\0') && key.isWellFormed(), 'no text that Postgres stores'),
  z.uuid(),
]);
/**
 * A moment as we write it, of a year in which somebody may have registered: Postgres does not know all of
 * JavaScript's.
 */
const momentRule = z.iso.datetime({ precision: 3 }).startsWith('20');

const keyOf = (sort: ReferralSort, row: UserRow): string =>
  sort === 'name' ? row.nombreCompleto : row.createdAt.toISOString();

export const cursorOf = (sort: ReferralSort, row: UserRow): string =>
  Buffer.from(JSON.stringify([keyOf(sort, row), row.id])).toString('base64url');

/** Whether rows come with growing keys. */
const isAscending = (sort: ReferralSort, back = false): boolean => (sort === 'recent') === back;

/** @param back from the list's end to its beginning */
export const orderOf = (sort: ReferralSort, back = false): OrderDefinition<UserRow> => {
  const direction = isAscending(sort, back) ? 'asc' : 'desc';
  return sort === 'name'
    ? { nombreCompleto: direction, id: direction }
    : { createdAt: direction, id: direction };
};

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
  const [key, id] = decode(cursor);
  const behind = isAscending(sort, back) ? '$gt' : '$lt';
  if (sort === 'name') return { [raw('("nombre_completo", "id")')]: { [behind]: pair(key, id) } };
  if (!momentRule.safeParse(key).success) throw invalidCursor();
  const at = new Date(key);
  return { [raw('("created_at", "id")')]: { [behind]: pair(at, id) } };
};

/** Compared as one: with an "or" the index would be read from its beginning. */
const pair = (key: string | Date, id: string) => raw('(?, ?)', [key, id]);

const decode = (cursor: string): [string, string] => {
  try {
    return cursorRule.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
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
