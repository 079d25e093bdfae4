import type { PlaceChoice, PlaceChoices } from '../../../shared/contract/accounts.ts';
import { withCapitals } from '../answer/capitals.ts';
import { listAddress, type ReferralFilter, type ReferralQuery, searchOf } from '../filter/query.ts';
import { formatNumber } from '../ui/format.ts';

/** A field that narrows a list to a place. */
interface PlaceField {
  name: 'municipio' | 'puesto' | 'mesa';
  label: string;
  /** What the field says while none is chosen. */
  all: string;
  options: { value: string; label: string; selected: boolean }[];
  /** Others that are not offered, in words. */
  others: string | null;
  /** The place around it must be chosen first. */
  isClosed: boolean;
}

/** How a list is narrowed, and by what it can be. */
export interface Narrowing {
  places: PlaceField[];
  /** How many of its fields are in use: a sheet that is closed says so. */
  used: number;
  /** The list without them; null while there are none. */
  clearUrl: string | null;
}

const none: PlaceChoice = { places: [], others: 0 };

/** @param places none from an accounts of the version before */
export const presentNarrowing = (query: ReferralQuery, places?: PlaceChoices | null): Narrowing => {
  const { municipio, puesto, mesa } = query;
  const { municipios = none, puestos = none, mesas = none } = places ?? {};
  const used = [municipio, puesto, mesa, query.q || undefined].filter((value) => value !== undefined).length;
  return {
    used,
    clearUrl: used === 0 ? null : listAddress(cleared(query)),
    places: places
      ? [
          fieldOf('municipio', municipios, municipio, withCapitals),
          { ...fieldOf('puesto', puestos, puesto, withCapitals), isClosed: municipio === undefined },
          { ...fieldOf('mesa', mesas, mesa, (name) => `Mesa ${name}`), isClosed: puesto === undefined },
        ]
      : [],
  };
};

/** The same list of everybody, as it is sorted. */
const cleared = ({ sort, leaderId, size, density, status }: ReferralQuery): Partial<ReferralQuery> => ({
  ...{ status, sort },
  ...(leaderId === undefined ? {} : { leaderId }),
  ...(size === undefined ? {} : { size }),
  ...(density === undefined ? {} : { density }),
});

const words = {
  municipio: { label: 'Municipio', all: 'Todos los municipios', more: 'municipios más' },
  puesto: { label: 'Puesto', all: 'Todos los puestos', more: 'puestos más' },
  mesa: { label: 'Mesa', all: 'Todas las mesas', more: 'mesas más' },
};

const order = new Intl.Collator('es', { numeric: true });

const fieldOf = (
  name: PlaceField['name'],
  { places, others }: PlaceChoice,
  chosen: string | undefined,
  inWords: (place: string) => string,
): PlaceField => ({
  ...{ name, label: words[name].label, all: words[name].all, isClosed: false },
  others: others === 0 ? null : `… y ${formatNumber(others)} ${words[name].more}, con menos personas`,
  options: places
    .toSorted((a, b) => order.compare(a.place, b.place))
    .map(({ place, people }) => ({
      value: place,
      label: people === null ? inWords(place) : `${inWords(place)} (${formatNumber(people)})`,
      selected: place === chosen,
    })),
});

/** Everybody whom a list finds, as a form says it. */
export const meantFields = ({ status, q, municipio, puesto, mesa }: ReferralFilter): [string, string][] => [
  ...searchOf({
    ...{ status, q },
    ...(municipio === undefined ? {} : { municipio }),
    ...(puesto === undefined ? {} : { puesto }),
    ...(mesa === undefined ? {} : { mesa }),
  }),
];
