import { type Choices, choicesFor } from './choices.ts';
import {
  CONSULATES,
  INVENTED_NAMES,
  type PlaceKind,
  STREET_KINDS,
  TERRITORIES,
  URBAN_PREFIXES,
} from './place-names.ts';

/** Cédulas that end so vote at a consulate. */
export const ABROAD = '11';

/** Cédulas that end so have an answer with a point on the map. */
export const ON_THE_MAP = '12';

/** Cédulas that end so vote elsewhere from their second consultation on. */
export const MOVES = '13';

/** A voting place, under the official answer's own field names. Never a real one. */
export interface Place {
  departamento: string;
  municipio: string;
  puesto: string;
  direccion: string;
  mesa: string;
  /** Where it is on the map, for those whose answer says so. */
  mapa?: Point;
}

/** Degrees. */
interface Point {
  lat: number;
  lng: number;
}

/** The invented voting place of a cédula: the same on every call, on every machine. */
export const placeFor = (cedula: string): Place => {
  const choices = choicesFor(cedula);
  const { departamento, municipio, kind } = choices.oneOf(cedula.endsWith(ABROAD) ? CONSULATES : TERRITORIES);
  const place = { departamento, municipio, ...SITES[kind](choices), mesa: String(choices.between(1, 48)) };
  return cedula.endsWith(ON_THE_MAP) ? { ...place, mapa: pointFor(cedula) } : place;
};

/** Open sea between San Andrés and the coast: an invented place must not put a pin on a real school. */
const pointFor = (cedula: string): Point => {
  const choices = choicesFor(`mapa ${cedula}`);
  return { lat: choices.between(11_500, 12_500) / 1_000, lng: -choices.between(77_500, 79_500) / 1_000 };
};

/** Where a cédula votes once it was moved: at another table of another house of its town. */
export const placeAfter = (cedula: string): Place => {
  const place = placeFor(cedula);
  const other = choicesFor(`otro ${cedula}`);
  const kind = place.departamento === CONSULATES[0]?.departamento ? 'consulate' : 'urban';
  return { ...place, ...SITES[kind](other), mesa: String(other.between(49, 60)) };
};

type Site = Pick<Place, 'puesto' | 'direccion'>;

const SITES: Readonly<Record<PlaceKind, (choices: Choices) => Site>> = {
  urban: (choices) => ({
    puesto: `${choices.oneOf(URBAN_PREFIXES)} ${choices.oneOf(INVENTED_NAMES)} SEDE ${choices.between(1, 4)}`,
    direccion: `${choices.oneOf(STREET_KINDS)} ${choices.between(1, 120)} No. ${choices.between(1, 99)}-${choices.between(10, 99)}`,
  }),
  rural: (choices) => {
    const name = choices.oneOf(INVENTED_NAMES);
    return { puesto: `VDA ${name}`, direccion: `ESC RURAL ${name}` };
  },
  consulate: (choices) => ({
    puesto: `CASA DE COLOMBIA ${choices.oneOf(INVENTED_NAMES)}`,
    direccion: `CALLE ${choices.oneOf(INVENTED_NAMES)} ${choices.between(1, 200)}`,
  }),
};
