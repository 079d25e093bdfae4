/** An event is put aside after so many tries; its consumer is held up for less than a minute altogether. */
export const MAX_TRIES = 10;

const FIRST_PAUSE_MS = 250;
const LAST_PAUSE_MS = 10_000;

/** How long to wait after so many tries (1, 2, …) that failed: twice as long each time, 10 s at the most. */
export const pauseAfterMs = (tries: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries - 1, 20), LAST_PAUSE_MS);

/** An event was not handled and should come again after a pause. */
export class NotHandled extends Error {
  override readonly name = 'NotHandled';
  readonly pauseMs: number;

  constructor(message: string, pauseMs: number, cause: unknown) {
    super(message, { cause });
    this.pauseMs = pauseMs;
  }
}
