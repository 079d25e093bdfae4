import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { VIEWS_MOST } from '../../../shared/contract/views-most.ts';
import { type Condition, condition } from '../users/condition.ts';
import { type ListedRow, readFound } from '../users/listed.ts';
import { orderOf } from '../users/order.ts';

/** Who was shown and stays. */
interface Kept {
  items: ListedRow[];
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
  items: ListedRow[],
  filter: readonly Condition[],
  {
    shown,
    keep = [],
    sort,
  }: { shown: readonly Condition[] } & Pick<ActionParams<'accounts.referrals'>, 'keep' | 'sort'>,
): Promise<Kept> => {
  const here = items.map(({ id }) => id);
  const gone = keep.filter((id) => !here.includes(id)).slice(0, VIEWS_MOST - here.length);
  if (gone.length === 0) return { items, kept: [], left: [] };
  const among = (ids: readonly string[]) => condition('"user"."id" = any(?::uuid[])', ids);
  const order = orderOf(sort);
  const all = await readFound(em, { where: [...shown, among([...here, ...gone])], order }, VIEWS_MOST);
  const kept = all.map(({ id }) => id).filter((id) => gone.includes(id));
  const found = await readFound(em, { where: [...filter, among(kept)], order }, VIEWS_MOST);
  const elsewhere = new Set(found.map(({ id }) => id));
  return { items: all, kept, left: kept.filter((id) => !elsewhere.has(id)) };
};
