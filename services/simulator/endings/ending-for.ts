import { choicesFor } from './choices.ts';
import {
  type Cancellation,
  ENDINGS,
  type Ending,
  type EndingName,
  type EndingNamed,
  OTHER_SUFFIXES,
} from './endings.ts';
import { MOVES, placeAfter, placeFor } from './place.ts';

/**
 * The ending that a cédula's last two digits decide. It is the first one: `failsOnce` and `captchaDemanded` turn into an
 * active one later, which `endingNow` knows.
 *
 * @param cedula digits; leading zeros do not matter to who the person is (`9` ends as `09` does).
 */
export const endingFor = (cedula: string): Ending => {
  const nuip = normalised(cedula);
  const suffix = nuip.padStart(2, '0').slice(-2);
  const { name } = ENDINGS.find((row) => row.suffix === suffix) ?? OTHER_SUFFIXES;
  return MAKERS[name](nuip);
};

/** An active cédula, with the place that is always that cédula's. */
const activeEnding = (nuip: string): EndingNamed<'active'> => ({
  name: 'active',
  nuip,
  place: placeFor(nuip),
});

/** What an ending depends on besides the cédula. */
interface Circumstances {
  /** A captcha token came along that is not the widget's own. */
  captchaSolved: boolean;
  /** NUIPs that have failed once already; this call adds to it. */
  failedOnce: Set<string>;
  /** NUIPs that were answered once and vote elsewhere after it; this call adds to it. */
  movedOnce: Set<string>;
}

/**
 * The ending of this very consultation: a `failsOnce` that has failed, and a solved captcha, come out active, and who was
 * moved has another place.
 */
export const endingNow = (
  cedula: string,
  { captchaSolved, failedOnce, movedOnce }: Circumstances,
): Ending => {
  const ending = endingFor(cedula);
  if (ending.name === 'active' && ending.nuip.endsWith(MOVES)) {
    if (movedOnce.has(ending.nuip)) return { ...ending, place: placeAfter(ending.nuip) };
    movedOnce.add(ending.nuip);
  }
  if (ending.name === 'captchaDemanded' && captchaSolved) return activeEnding(ending.nuip);
  if (ending.name !== 'failsOnce') return ending;
  if (failedOnce.has(ending.nuip)) return activeEnding(ending.nuip);
  failedOnce.add(ending.nuip);
  return ending;
};

const MAKERS: { readonly [Name in EndingName]: (nuip: string) => EndingNamed<Name> } = {
  active: activeEnding,
  cancelledByDeath: (nuip) => ({
    name: 'cancelledByDeath',
    nuip,
    cancellation: cancellationFor(nuip, 'Cancelada por Muerte'),
  }),
  cancelledOtherwise: (nuip) => ({
    name: 'cancelledOtherwise',
    nuip,
    cancellation: cancellationFor(nuip, 'Cancelada por Doble Cedulación'),
  }),
  notFound: (nuip) => ({ name: 'notFound', nuip }),
  blocked: () => ({ name: 'blocked' }),
  hangs: () => ({ name: 'hangs' }),
  maintenance: () => ({ name: 'maintenance' }),
  serverError: () => ({ name: 'serverError' }),
  failsOnce: (nuip) => ({ name: 'failsOnce', nuip }),
  anotherPerson: (nuip) => ({ ...activeEnding(neighbour(nuip)), name: 'anotherPerson' }),
  captchaDemanded: (nuip) => ({ name: 'captchaDemanded', nuip }),
};

const normalised = (cedula: string): string => cedula.replace(/^0+(?=\d)/, '');

/** Somebody else: the person ten numbers on, so that the mix-up is easy to see. */
const neighbour = (nuip: string): string => String(Number(nuip) + 10);

const cancellationFor = (nuip: string, novedad: string): Cancellation => {
  const choices = choicesFor(`novedad ${nuip}`);
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = choices.between(2008, 2024);
  return {
    novedad,
    resolucion: `${choices.between(100, 19_999)} DE ${year}`,
    fechaNovedad: `${two(choices.between(1, 28))}/${two(choices.between(1, 12))}/${year}`,
  };
};
