import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor, StatusFilter } from '../../../shared/contract/accounts.ts';
import { readRows, word } from '../../../shared/persistence/rows.ts';
import { inGroup, matching, type Place, searchedBy, votingAt } from '../users/search.ts';
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
/** Some of those whom a search finds. */
export type Searched = z.output<typeof rowRule>;

/** Whose referrals are searched, by whom, and for what. */
export interface Search {
  actor: Actor;
  referrerId: string;
  q: string;
  /** What the list is narrowed to. */
  place: Place;
}

/** Of whom a search finds, those that are counted. */
interface Within {
  /** Only those of this place. */
  place?: Place;
  status?: StatusFilter;
  /** So many at the most: then it costs the same for whatever many it finds. */
  most?: number | undefined;
}

/**
 * Those whom a search finds, counted by group and place.
 *
 * @returns null where there are more than were to be counted
 */
export const countSearched = async (
  em: EntityManager,
  { texts, settled }: Sharing,
  { actor, referrerId, q, place: { municipio = '', puesto = '' } }: Search,
  { place = {}, status = 'todos', most }: Within = {},
): Promise<Searched[] | null> => {
  // Thousands may match: each is asked for their decision only until all that does not count is ended.
  const counted = settled.by(texts.since) ? markedShown(referrerId) : shownTo(referrerId, { texts });
  const where = [
    ...[...counted, ...inGroup(status)],
    ...[...votingAt(place), ...matching(q, searchedBy(actor))],
  ];
  const rows = await readRows(
    em,
    rowRule,
    `select "census_group" as "group", "census_municipio" as "municipio",
       case when "census_municipio" = ? then "census_puesto" else '' end as "puesto",
       case when "census_municipio" = ? and "census_puesto" = ? then "census_mesa" else '' end as "mesa",
       count(*)::int as "total"
     from (select "census_group", "census_municipio", "census_puesto", "census_mesa" from "accounts"."users"
       where ${where.map(({ sql }) => sql('users')).join(' and ')}
       ${most === undefined ? '' : `limit ${Math.trunc(most) + 1}`}) "found"
     group by 1, 2, 3, 4`,
    [municipio, municipio, puesto, ...where.flatMap(({ values }) => values)],
  );
  const found = rows.reduce((sum, { total }) => sum + total, 0);
  return most !== undefined && found > most ? null : rows;
};
