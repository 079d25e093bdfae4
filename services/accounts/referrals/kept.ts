import type { FilterQuery } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { VIEWS_MOST } from '../../../shared/contract/views-most.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { orderOf } from '../users/order.ts';

/** Who was shown and stays. */
interface Kept {
  items: UserRow[];
  /** Those of the items who are not on this page. */
  kept: string[];
  /** Those of them whom the filter finds on no other page either. */
  left: string[];
}

/**
 * The page with those of `keep` who are still this referrer's, though they are not on it any more, each in their place; no
 * more together than are looked up at once.
 *
 * @param filter finds those of the whole list
 * @param shown finds those who are shown at all
 */
export const withKept = async (
  em: EntityManager,
  items: UserRow[],
  filter: readonly FilterQuery<UserRow>[],
  {
    shown,
    keep = [],
    sort,
  }: { shown: readonly FilterQuery<UserRow>[] } & Pick<ActionParams<'accounts.referrals'>, 'keep' | 'sort'>,
): Promise<Kept> => {
  const here = items.map(({ id }) => id);
  const gone = keep.filter((id) => !here.includes(id)).slice(0, VIEWS_MOST - here.length);
  if (gone.length === 0) return { items, kept: [], left: [] };
  const where = { $and: [...shown, { id: { $in: [...here, ...gone] } }] };
  const all = await em.find(UserEntity, where, { orderBy: orderOf(sort) });
  const kept = all.map(({ id }) => id).filter((id) => gone.includes(id));
  const found = await em.find(UserEntity, { $and: [...filter, { id: { $in: kept } }] }, { fields: ['id'] });
  const elsewhere = new Set(found.map(({ id }) => id));
  return { items: all, kept, left: kept.filter((id) => !elsewhere.has(id)) };
};
