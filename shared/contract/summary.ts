import type { Answer, PlaceMove, Status } from './census.ts';
import type { FailureKind } from './outcome.ts';

/** How many of a ranking are named; the rest is one line. */
export const TOP_PLACES = 15;

/** Of how many days, today included, the answers are counted. */
export const SUMMARY_DAYS = 30;

/** The most frequent, and what is left of the ranking together. */
export interface Ranking<T> {
  top: (T & { people: number })[];
  others: { places: number; people: number };
}

/** The census answers of those whom somebody referred, counted. No person is in it. */
export interface CensusSummary {
  /** Those with a record. */
  total: number;
  /** Those with a good answer, also when a later lookup failed. */
  answered: number;
  /** Those whose last good answer is a voting place. */
  active: number;
  statuses: Record<Status, number>;
  municipios: Ranking<{ departamento: string; municipio: string }>;
  puestos: Ranking<{ departamento: string; municipio: string; puesto: string }>;
  /** Each of the last days in Colombia, oldest first, `2026-11-22`, with how many last answers came on it. */
  days: { day: string; answers: number }[];
  /** ISO 8601. */
  latestAnswerAt: string | null;
}

/** One person's answer without what only a page needs. Dates are ISO 8601. */
export interface CensusAnswer {
  userId: string;
  status: Status;
  answer: Answer | null;
  answeredAt: string | null;
  /** As in a view. */
  move?: PlaceMove | null;
  /** Why the last lookup failed; null when it did not. */
  error: FailureKind | null;
}
