import type { CensusSummary, Ranking } from '../../../shared/contract/summary.ts';
import { municipioKey, placeKeyOf } from '../../../shared/place/municipio-key.ts';
import { withCapitals } from '../answer/capitals.ts';
import { listAddress } from '../filter/query.ts';
import { counted, formatNumber, formatShare } from '../ui/format.ts';
import { rankBar } from './charts/share-bar.ts';
import type { Markup } from './charts/svg.ts';

/** How many are seen at once; the others are behind a fold. */
const SEEN = 5;

/** One place, with the list behind it. */
interface Line {
  label: string;
  detail: string;
  value: string;
  share: string;
  bar: Markup;
  url: string;
}

/** Where people vote, the most first. */
export interface PlaceRanking {
  id: string;
  title: string;
  empty: string;
  seen: Line[];
  folded: Line[];
  /** "Ver 10 más". */
  fold: string;
  /** What is left of the ranking, in words; null when nothing is. */
  rest: string | null;
}

interface Terms<T> {
  id: string;
  title: string;
  ranking: Ranking<T>;
  /** What those are called that are not named: one, several. */
  others: readonly [string, string];
  names(place: T): { label: string; detail: string };
}

/** Where those vote who may: one kind of place. */
const rankingOf = <T>(active: number, url: (place: T) => string, terms: Terms<T>): PlaceRanking => {
  const { id, title, ranking, others, names } = terms;
  const most = Math.max(0, ...ranking.top.map(({ people }) => people));
  const lines = ranking.top.map((place) => ({
    ...names(place),
    value: formatNumber(place.people),
    share: formatShare(place.people, active),
    bar: rankBar(place.people, most),
    url: url(place),
  }));
  const { places, people } = ranking.others;
  return {
    ...{ id, title, empty: 'Todavía no hay respuestas con puesto de votación.' },
    seen: lines.slice(0, SEEN),
    folded: lines.slice(SEEN),
    fold: `Ver ${lines.length - SEEN} más`,
    rest: places === 0 ? null : `${counted(people, 'persona', 'personas')} en ${counted(places, ...others)}.`,
  };
};

/** As the list's address has it: see `shared/place/municipio-key.ts`. */
const keyOf = (place: { departamento: string; municipio: string; puesto: string }) => {
  const key = placeKeyOf({ ...place, mesa: ANY });
  return key === null ? { municipio: municipioKey(place) } : { municipio: key.municipio, puesto: key.puesto };
};
/** A puesto is asked for as a whole. */
const ANY = '1';

export const presentPlaces = (
  { active, municipios, puestos }: CensusSummary,
  leaderId: string | undefined,
): PlaceRanking[] => {
  const whose = leaderId === undefined ? {} : { leaderId };
  return [
    rankingOf(active, (place) => listAddress({ ...whose, municipio: municipioKey(place) }), {
      ...{ id: 'por-municipio', title: 'Municipios', ranking: municipios },
      others: ['municipio más', 'municipios más'],
      names: ({ municipio, departamento }) => ({
        label: withCapitals(municipio),
        detail: withCapitals(departamento),
      }),
    }),
    rankingOf(active, (place) => listAddress({ ...whose, ...keyOf(place) }), {
      ...{ id: 'por-puesto', title: 'Puestos de votación', ranking: puestos },
      others: ['puesto más', 'puestos más'],
      names: ({ puesto, municipio, departamento }) => ({
        label: withCapitals(puesto),
        detail: `${withCapitals(municipio)}, ${withCapitals(departamento)}`,
      }),
    }),
  ];
};
