import type { Answer, PlaceMove } from '../../../shared/contract/census.ts';
import type { PlaceWords } from '../../../shared/place/another-place.ts';

/** What a record keeps of the last time that another place was found. Dates are ISO 8601, as JSON keeps them. */
export interface StoredMove {
  from: PlaceWords;
  /** When the official page last gave that place. */
  fromAt: string;
  changedAt: string;
  /** When its person's own page first showed it; null before. */
  seenAt: string | null;
}

/**
 * It is news until the person has seen it, and for so many days more: whoever saw it on the bus finds it again at home, on
 * the weekend as well, and whoever has not been here for a month is not told once in passing.
 */
const NEWS_DAYS = 7;

const DAY_MS = 24 * 3_600_000;

const isNews = ({ seenAt }: StoredMove, now: Date): boolean =>
  seenAt === null || now.getTime() < Date.parse(seenAt) + NEWS_DAYS * DAY_MS;

/** The change as others are told it, while the answer is a place. @param isOwn whether the person themselves asks */
export const presentMove = (
  { move, answer }: { move?: StoredMove | null | undefined; answer?: Answer | null | undefined },
  isOwn: boolean,
  now: Date,
): PlaceMove | null => {
  if (move == null || answer?.kind !== 'active') return null;
  const { from, fromAt, changedAt, seenAt } = move;
  return { from, fromAt, changedAt, isNews: isNews(move, now), isUnseen: isOwn && seenAt === null };
};
