import { ABROAD, MOVES, ON_THE_MAP, type Place } from './place.ts';

/** How a consultation ends, the same for both profiles; each profile says how the ending looks on its wire. */
export type Ending =
  | { name: 'active'; nuip: string; place: Place }
  | { name: 'cancelledByDeath'; nuip: string; cancellation: Cancellation }
  | { name: 'cancelledOtherwise'; nuip: string; cancellation: Cancellation }
  | { name: 'notFound'; nuip: string }
  | { name: 'blocked' }
  | { name: 'hangs' }
  | { name: 'maintenance' }
  | { name: 'serverError' }
  | { name: 'failsOnce'; nuip: string }
  | { name: 'anotherPerson'; nuip: string; place: Place }
  | { name: 'captchaDemanded'; nuip: string };

/** The name that tells the endings apart. */
export type EndingName = Ending['name'];

/** One ending by its name. */
export type EndingNamed<Name extends EndingName> = Extract<Ending, { name: Name }>;

/** Why a cédula is out of the census, under the official column names (columns seen, formats guessed). */
export interface Cancellation {
  novedad: string;
  /** Number and year, e.g. `4521 DE 2019` (guessed). */
  resolucion: string;
  /** `dd/mm/aaaa` (guessed). */
  fechaNovedad: string;
}

/** A row of the table that users choose from: the cédula's last two digits and what they bring about. */
export interface EndingRow {
  suffix: string;
  name: EndingName;
  /** In Spanish, for the index page and the README. */
  description: string;
}

/** Every suffix with an ending of its own. */
export const ENDINGS: readonly EndingRow[] = [
  { suffix: '01', name: 'cancelledByDeath', description: 'Cancelada por muerte' },
  { suffix: '02', name: 'cancelledOtherwise', description: 'Cancelada por otra novedad (doble cedulación)' },
  { suffix: '03', name: 'notFound', description: 'No se encuentra en el censo' },
  { suffix: '04', name: 'blocked', description: 'Página de bloqueo' },
  { suffix: '05', name: 'hangs', description: 'No responde nunca' },
  { suffix: '06', name: 'maintenance', description: 'Información en actualización' },
  { suffix: '07', name: 'serverError', description: 'Error HTTP 500' },
  { suffix: '08', name: 'failsOnce', description: 'Falla la primera vez y después responde' },
  { suffix: '09', name: 'anotherPerson', description: 'Responde con los datos de otra persona' },
  { suffix: '10', name: 'captchaDemanded', description: 'Exige resolver el captcha' },
  { suffix: ABROAD, name: 'active', description: 'Habilitada para votar en un consulado' },
  {
    suffix: ON_THE_MAP,
    name: 'active',
    description: 'Habilitada para votar, con el puesto en el mapa (un punto inventado, en el mar)',
  },
  {
    suffix: MOVES,
    name: 'active',
    description: 'Habilitada para votar, y en otro puesto desde la segunda consulta',
  },
];

/** What every other suffix brings about. */
export const OTHER_SUFFIXES: Omit<EndingRow, 'suffix'> = {
  name: 'active',
  description: 'Habilitada para votar, con un puesto inventado y siempre el mismo para esa cédula',
};
