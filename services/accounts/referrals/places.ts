import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import {
  PLACES_MOST,
  type PlaceChoice,
  type PlaceChoices,
  type PlaceCount,
  type StatusFilter,
} from '../../../shared/contract/accounts.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { readRows, word } from '../../../shared/persistence/rows.ts';
import type { Place } from '../users/search.ts';
import type { Group, Searched } from './searched.ts';

/** In what the places of each kind are, as the trigger of m0025 names it; null while what is around them is not chosen. */
const aroundOf = ({ municipio, puesto }: Place) => ({
  municipios: '',
  puestos: municipio ?? null,
  mesas: municipio === undefined || puesto === undefined ? null : `${municipio}\n${puesto}`,
});

type Kind = keyof PlaceChoices;
const kinds = ['municipios', 'puestos', 'mesas'] as const satisfies readonly Kind[];
const chosenOf = ({ municipio, puesto, mesa }: Place): Record<Kind, string | undefined> => ({
  municipios: municipio,
  puestos: puesto,
  mesas: mesa,
});

const none: PlaceChoice = { places: [], others: 0 };

const keptRanks = prepared(
  'accounts.places',
  z.object({ within: z.string(), place: z.string(), people: z.number(), kinds: z.number() }),
  `with "counted" as (
     select "within", "place", sum("total")::int as "people" from "accounts"."referral_places"
     where "referrer_id" = $1 and "within" = any($2::text[]) and ($3::text is null or "census_group" = $3)
     group by 1, 2 having sum("total") > 0),
   "ranked" as (
     select *, row_number() over (partition by "within" order by "people" desc, "place") as "rank",
       count(*) over (partition by "within")::int as "kinds"
     from "counted")
   select "within", "place", "people", "kinds" from "ranked" where "rank" <= ${PLACES_MOST} or "place" = any($4::text[])`,
);

/** By which places a list can be narrowed, as the trigger counts them: the same effort for 10 people and for 100,000. */
export const keptPlaces = async (
  em: EntityManager,
  referrerId: string,
  { status, ...place }: Place & { status: StatusFilter },
): Promise<PlaceChoices> => {
  const around = aroundOf(place);
  const chosen = chosenOf(place);
  const asked = kinds.filter((kind) => around[kind] !== null);
  const rows = await ask(em, keptRanks, [
    ...[referrerId, asked.map((kind) => around[kind]), status === 'todos' ? null : status],
    kinds.map((kind) => chosen[kind] ?? ''),
  ]);
  const choiceOf = (kind: Kind): PlaceChoice => {
    const found = rows.filter(({ within }) => within === around[kind]);
    return choice(found, chosen[kind], found[0]?.kinds ?? 0);
  };
  return { municipios: choiceOf('municipios'), puestos: choiceOf('puestos'), mesas: choiceOf('mesas') };
};

/** The same of those whom a search finds. */
export const searchedPlaces = (
  rows: readonly Searched[],
  { status, municipio, puesto, mesa }: Place & { status: StatusFilter },
): PlaceChoices => {
  const found = rows.filter(({ group }) => status === 'todos' || group === status);
  const sumBy = (field: 'municipio' | 'puesto' | 'mesa', chosen: string | undefined): PlaceChoice => {
    const sums = new Map<string, number>();
    for (const row of found)
      if (row[field] !== '') sums.set(row[field], (sums.get(row[field]) ?? 0) + row.total);
    const places = [...sums].map(([place, people]) => ({ place, people }));
    return choice(
      places.toSorted((a, b) => b.people - a.people),
      chosen,
      places.length,
    );
  };
  return {
    municipios: sumBy('municipio', municipio),
    puestos: municipio === undefined ? none : sumBy('puesto', puesto),
    mesas: puesto === undefined ? none : sumBy('mesa', mesa),
  };
};

/** The same places, where nobody counted who of a search votes there: one may have none of them. */
export const uncounted = (choices: PlaceChoices): PlaceChoices => {
  const without = ({ places, others }: PlaceChoice): PlaceChoice => ({
    places: places.map(({ place }) => ({ place, people: null })),
    others,
  });
  return {
    municipios: without(choices.municipios),
    puestos: without(choices.puestos),
    mesas: without(choices.mesas),
  };
};

/** Those of most people, and the one that is chosen, also when it has nobody. */
const choice = (found: readonly PlaceCount[], chosen: string | undefined, all: number): PlaceChoice => {
  const named = found
    .map(({ place, people }) => ({ place, people }))
    .filter(({ place }, rank) => rank < PLACES_MOST || place === chosen);
  const isThere = chosen === undefined || named.some(({ place }) => place === chosen);
  const places = isThere ? named : [...named, { place: chosen, people: 0 }];
  return { places, others: Math.max(0, all - named.length) };
};

const groupRule = z.object({ group: word<Group>(), total: z.number() });

/** How many of a list vote there, by group, as the trigger counts them. */
export const keptAt = async (
  em: EntityManager,
  referrerId: string,
  { municipio, puesto, mesa }: Place,
): Promise<z.output<typeof groupRule>[]> => {
  const around = aroundOf({ municipio, puesto });
  const [within, place] =
    puesto === undefined ? ['', municipio] : mesa === undefined ? [municipio, puesto] : [around.mesas, mesa];
  return readRows(
    em,
    groupRule,
    `select "census_group" as "group", "total" from "accounts"."referral_places"
     where "referrer_id" = ? and "within" = ? and "place" = ?`,
    [referrerId, within, place],
  );
};
