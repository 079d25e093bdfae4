import { raw } from '@mikro-orm/core';
import type { EntityManager, QBFilterQuery } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor, StatusFilter } from '../../../shared/contract/accounts.ts';
import { word } from '../../../shared/persistence/rows.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { asFilters } from '../users/condition.ts';
import { matching, type Place, searchedBy } from '../users/search.ts';
import { markedShown, type Sharing, shownTo } from './shown.ts';

export type Group = Exclude<StatusFilter, 'todos'>;

const rowRule = z.object({
  group: word<Group>(),
  municipio: z.string(),
  /** Told of the municipio that the list is narrowed to; else empty. */
  puesto: z.string(),
  /** Told of its puesto. */
  mesa: z.string(),
  total: z.number(),
});
type Searched = z.output<typeof rowRule>;

/** Everybody whom a search finds, wherever they vote, counted by group and place. */
export const countSearched = async (
  em: EntityManager,
  { texts, settled }: Sharing,
  actor: Actor,
  referrerId: string,
  { q, municipio = '', puesto = '' }: Place & { q: string },
): Promise<Searched[]> => {
  // Thousands may match: each is asked for their decision only until all that does not count is ended.
  const counted = settled.by(texts.since) ? markedShown(referrerId) : shownTo(referrerId, { texts });
  // The builder takes the same conditions as `find`; only its type says otherwise.
  const where = {
    $and: asFilters([...counted, ...matching(q, searchedBy(actor))]),
  } as QBFilterQuery<UserRow>;
  const found: unknown = await em
    .createQueryBuilder(UserEntity)
    .select([
      raw('"census_group" as "group"'),
      raw('"census_municipio" as "municipio"'),
      raw(`case when "census_municipio" = ? then "census_puesto" else '' end as "puesto"`, [municipio]),
      raw(
        `case when "census_municipio" = ? and "census_puesto" = ? then "census_mesa" else '' end as "mesa"`,
        [municipio, puesto],
      ),
      raw('count(*)::int as "total"'),
    ])
    .where(where)
    .groupBy([raw('1'), raw('2'), raw('3'), raw('4')])
    .execute();
  return z.array(rowRule).parse(found);
};
