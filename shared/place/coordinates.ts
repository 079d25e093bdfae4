import { z } from 'zod';
import { isAbroad } from './abroad.ts';

/** A point on the map, in degrees. */
export const coordinatesRule = z.object({
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
});
export type Coordinates = z.output<typeof coordinatesRule>;

/** Colombia with San Andrés and its seas, rounded outwards. */
const COLOMBIA = { south: -4.3, north: 13.6, west: -82, east: -66.8 };

/** A fourth decimal is 11 m; more than six say nothing of a voting place. */
const DECIMALS = 6;

/**
 * The point that an official answer gives for a voting place, when it can be one: a place in Colombia lies in Colombia,
 * and 0, 0 is what servers say that know none.
 *
 * @param lat degrees, as a number or in figures with a point or a comma
 * @returns null for what is no plausible point
 */
export const plausiblePoint = (
  { lat, lng }: { lat: unknown; lng: unknown },
  place: { departamento: string },
): Coordinates | null => {
  const parsed = coordinatesRule.safeParse({ lat: degrees(lat), lng: degrees(lng) });
  if (!parsed.success) return null;
  const point = parsed.data;
  if (point.lat === 0 && point.lng === 0) return null;
  return isAbroad(place) || isInColombia(point) ? point : null;
};

const isInColombia = ({ lat, lng }: Coordinates): boolean =>
  lat >= COLOMBIA.south && lat <= COLOMBIA.north && lng >= COLOMBIA.west && lng <= COLOMBIA.east;

/** @returns NaN for what is no number of degrees */
const degrees = (value: unknown): number => {
  if (typeof value === 'number') return rounded(value);
  if (typeof value !== 'string') return Number.NaN;
  const figures = value.trim().replace('\u2212', '-').replace(',', '.');
  return /^[+-]?\d{1,3}(\.\d+)?$/.test(figures) ? rounded(Number(figures)) : Number.NaN;
};

const rounded = (value: number): number => Number(value.toFixed(DECIMALS));
