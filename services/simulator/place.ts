import { type Choices, choicesFor } from './digest.ts';
import { INVENTED_NAMES, type PlaceKind, STREET_KINDS, TERRITORIES, URBAN_PREFIXES } from './place-names.ts';

/** A voting place, under the official answer's own field names. Never a real one. */
export interface Place {
  departamento: string;
  municipio: string;
  puesto: string;
  direccion: string;
  mesa: string;
}

/** The invented voting place of a cédula: the same on every call, on every machine. */
export function placeFor(cedula: string): Place {
  const choices = choicesFor(cedula);
  const { departamento, municipio, kind } = choices.oneOf(TERRITORIES);
  return { departamento, municipio, ...SITES[kind](choices), mesa: String(choices.between(1, 48)) };
}

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
