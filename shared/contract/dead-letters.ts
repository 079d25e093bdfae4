import { z } from 'zod';
import type { DurableEventName } from './events.ts';

/**
 * An event that its consumer could not handle, or a message to a phone or a notice to a browser that could not be sent, and
 * that was put aside, without personal data. Dates are ISO 8601.
 */
export interface DeadLetter {
  /** Unique over both services: where an event was announced and its number there; `message-` or `push-` and the id of what was not sent. */
  id: string;
  event: DurableEventName | 'message' | 'push';
  /** Whom it is about. */
  userId: string | null;
  /** Kind and code of the last error, such as `DriverException 22P02`. */
  error: string;
  tries: number;
  /** When it was put aside. */
  since: string;
}

/** What is put aside: how many there are, and the oldest of them. */
export interface DeadLetters {
  total: number;
  items: DeadLetter[];
}

/** What came of handing dead letters out again; those that failed stay where they are. */
export interface Redriven {
  handled: number;
  failed: number;
}

/** So many are shown, and handed out again at once. */
export const MAX_DEAD_LETTERS = 500;

/** Which dead letters are meant: some by id, or the oldest of all. */
export const deadLetterIds = z.union(
  [z.literal('all'), z.array(z.string().min(1).max(100)).min(1).max(MAX_DEAD_LETTERS)],
  { error: 'Indique los identificadores de los eventos, o «all» para todos.' },
);
