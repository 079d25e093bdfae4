import type { Hold } from '../../../shared/contract/census.ts';
import { formatMoment } from '../ui/format.ts';

/** Why nothing moves, and when it is tried again if that is known, for the person who waits. */
export const holdText = ({ message, until }: Hold, now: Date): string =>
  // The time ends in "a. m.", with its own full stop.
  until === null ? message : `${message} Probaremos de nuevo ${formatMoment(until, now)}`;
