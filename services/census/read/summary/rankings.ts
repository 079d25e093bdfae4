import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { type CensusSummary, type Ranking, TOP_PLACES } from '../../../../shared/contract/summary.ts';
import { readRows } from '../../../../shared/persistence/rows.ts';

const placeRule = z.object({
  departamento: z.string(),
  municipio: z.string(),
  /** Null for the row of a whole municipality. */
  puesto: z.string().nullable(),
  people: z.number(),
  places: z.number(),
  /** Those of this place and of all behind it. */
  left: z.number(),
});
type PlaceRow = z.output<typeof placeRule>;

/** Where those with a voting place vote: the most frequent by name, the others together. */
export const readRankings = async (
  em: EntityManager,
  referrerId: string,
): Promise<Pick<CensusSummary, 'municipios' | 'puestos'>> => {
  const rows = await readRows(
    em,
    placeRule,
    `with places as (
       select "answer" ->> 'departamento' as departamento, "answer" ->> 'municipio' as municipio,
         "answer" ->> 'puesto' as puesto, count(*) as people
       from "census"."records" where "referrer_id" = ? and "answer_status" = 'ACTIVE' group by 1, 2, 3),
     counted as (
       select departamento, municipio, puesto, people from places
       union all
       select departamento, municipio, null, sum(people) from places group by 1, 2),
     ranked as (
       select *, row_number() over places_first as rank, sum(people) over places_first as so_far,
         count(*) over kind as places, sum(people) over kind as total
       from counted
       window kind as (partition by puesto is null),
         places_first as (partition by puesto is null
           order by people desc, departamento, municipio, puesto rows unbounded preceding))
     select departamento, municipio, puesto, people::int, places::int,
       (total - so_far + people)::int as left
     from ranked where rank <= ? order by rank`,
    [referrerId, TOP_PLACES + 1],
  );
  return {
    municipios: ranking(
      rows.filter(({ puesto }) => puesto === null),
      ({ departamento, municipio }) => ({ departamento, municipio }),
    ),
    puestos: ranking(
      rows.filter(({ puesto }) => puesto !== null),
      ({ departamento, municipio, puesto }) => ({ departamento, municipio, puesto: puesto ?? '' }),
    ),
  };
};

/** One row more than are named was read: it knows how many come with it. */
const ranking = <T>(rows: readonly PlaceRow[], name: (row: PlaceRow) => T): Ranking<T> => {
  const next = rows[TOP_PLACES];
  return {
    top: rows.slice(0, TOP_PLACES).map((row) => ({ ...name(row), people: row.people })),
    others: { places: next === undefined ? 0 : next.places - TOP_PLACES, people: next?.left ?? 0 },
  };
};
