/**
 * A lookup leaves twice: the visit to the page, and the query itself. Each kind keeps the spacing against all others
 * of its kind, so that the official site sees polite distances whichever it counts.
 */
export type Departure = 'page' | 'query';

/** The right to leave once, now. */
export interface Turn {
  /** False when so much time has passed that another scraper may soon get its turn: take a new one instead. */
  isFresh(): boolean;
  /**
   * Closes the window, runs `send`, and closes it again: for one spacing and the slack that a busy machine may take
   * until the request really leaves.
   *
   * @throws PaceLostError before `send` ran: nobody leaves when it cannot be written down; StaleTurnError, before
   * `send` ran too, when that took the store so long that another may have its turn; what `send` throws
   */
  leave(send: () => Promise<void>): Promise<void>;
  /**
   * The browser says that the request really left so many milliseconds ago: the window opens one spacing from there.
   * Until that is known it stays closed for the slack as well. Never rejects.
   */
  reallyLeft(agoMs: number): Promise<void>;
}

/** The turn ran out while the store was slow: take a new one. */
export class StaleTurnError extends Error {
  override readonly name = 'StaleTurnError';
}

/** The store could not say whose turn it is, so nothing was sent. */
export class PaceLostError extends Error {
  override readonly name = 'PaceLostError';

  constructor(cause: unknown) {
    super(`not sent: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

export interface Pace {
  /**
   * Waits until one spacing has passed since the last departure of this kind by any scraper.
   *
   * @throws the signal's reason; PaceLostError when the store cannot say whose turn it is (fail closed)
   */
  turn(kind: Departure, signal: AbortSignal): Promise<Turn>;
}
