import type { Outcome } from '../../../shared/contract/outcome.ts';
import { plausiblePoint } from '../../../shared/place/coordinates.ts';
import { fold } from './fold.ts';

/** Keys of `mapa`, folded: `lat` and `lng` seen, the others guessed. */
const KEYS = { lat: ['lat', 'latitud', 'latitude'], lng: ['lng', 'lon', 'long', 'longitud', 'longitude'] };

/**
 * An answer with the point of its place, if `mapa` has one that can be believed. One that cannot be is left out: the
 * answer is as good without it.
 *
 * @param mapa whatever the official answer has there
 */
export const withPoint = (outcome: Outcome, mapa: unknown): Outcome => {
  if (outcome.kind !== 'active' || typeof mapa !== 'object' || mapa === null) return outcome;
  const entries = Object.entries(mapa).map(([key, value]): [string, unknown] => [fold(key), value]);
  const given = (names: readonly string[]) => entries.find(([key]) => names.includes(key))?.[1];
  const point = plausiblePoint({ lat: given(KEYS.lat), lng: given(KEYS.lng) }, outcome);
  return point === null ? outcome : { ...outcome, mapa: point };
};
