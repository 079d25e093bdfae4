import { createHash } from 'node:crypto';
import { type Choices, choicesFor } from '../../../services/simulator/endings/choices.ts';
import { placeFor } from '../../../services/simulator/endings/place.ts';
import { REFERRAL_CODE_ALPHABET, REFERRAL_CODE_LENGTH } from '../../../shared/person/referral-code.ts';
import { type Fate, fateOf } from './fates.ts';
import { inventedName } from './names.ts';
import type { Team } from './teams.ts';

/** Somebody of the demonstration. The same on every machine, but for the time, which ends now. */
export interface Invented {
  id: string;
  cedula: string;
  nombreCompleto: string;
  phone: string;
  code: string;
  registeredAt: Date;
  /** Whether whoever referred them sees them. */
  shares: boolean;
  fate: Fate;
}

const DAY_MS = 24 * 3_600_000;
/** For how long people have come: ten weeks, ever faster. */
const SPAN_MS = 70 * DAY_MS;
const ACCELERATION = 1.5;
const OPENS_AT_UTC = 12;
const OPEN_HOURS = 13;
/** The ends of a cédula that the simulator answers with a voting place. */
const ENDS = Array.from({ length: 87 }, (_, end) => end + 13);

/** Those whom one LEADER referred, the oldest first. */
export const inventTeam = (number: number, { size, home }: Team, now: Date): Invented[] =>
  Array.from({ length: size }, (_, place) => {
    const choices = choicesFor(`demostración ${number} ${place}`);
    const fate = fateOf(choices, size - 1 - place, size);
    const votesAtHome = choices.between(1, 100) <= 70;
    const cedula = cedulaFor(number, place, fate, votesAtHome ? home : null);
    return {
      ...inventPerson(cedula, momentOf(choices, place, size, now)),
      shares: choices.between(1, 100) > 3,
      fate,
    };
  });

/** Somebody who leads, since before all others. */
export const inventLeader = (number: number, now: Date): Invented => ({
  ...inventPerson(`19${two(number)}000013`, new Date(now.getTime() - SPAN_MS - (number + 1) * DAY_MS)),
  shares: true,
  fate: { kind: 'answered', status: 'ACTIVE' },
});

const inventPerson = (cedula: string, registeredAt: Date) => {
  const choices = choicesFor(`persona ${cedula}`);
  return {
    id: idFor(`persona ${cedula}`),
    cedula,
    nombreCompleto: inventedName(choices),
    // No operator in Colombia has 399.
    phone: `+57399${cedula.slice(2, 4)}${cedula.slice(5)}`,
    code: codeFor(choices),
    registeredAt,
  };
};

/** Shaped like one that is random, and always the same. */
export const idFor = (seed: string): string => {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const codeFor = ({ between }: Choices): string =>
  Array.from(
    { length: REFERRAL_CODE_LENGTH },
    () => REFERRAL_CODE_ALPHABET[between(0, REFERRAL_CODE_ALPHABET.length - 1)],
  ).join('');

/**
 * A cédula that nobody has, for numbers have not come to 19… yet, and that the simulator answers as this person's fate
 * says, at home if they vote there.
 */
const cedulaFor = (number: number, place: number, { suffix }: Fate, home: string | null): string => {
  const begin = `19${two(number)}`;
  if (suffix !== undefined) return `${begin}${four(1 + place)}${suffix}`;
  const all = ENDS.map((end) => `${begin}${four(1 + place)}${end}`);
  const found = all.find((cedula) => home === null || placeFor(cedula).municipio === home) ?? all[0];
  if (found === undefined) throw new Error('there are ends to choose from');
  return found;
};

const two = (value: number): string => String(value).padStart(2, '0');
const four = (value: number): string => String(value).padStart(4, '0');

/** Ever more people a week; by day, but for those of today. */
const momentOf = ({ between }: Choices, place: number, size: number, now: Date): Date => {
  const age = SPAN_MS * (1 - (place + 0.5) / size) ** ACCELERATION;
  const at = new Date(now.getTime() - age);
  if (age < DAY_MS) return at;
  at.setUTCHours(OPENS_AT_UTC + between(0, OPEN_HOURS), between(0, 59), between(0, 59));
  // Who came yesterday may not come tomorrow.
  return new Date(Math.min(at.getTime(), now.getTime() - DAY_MS / 2));
};
