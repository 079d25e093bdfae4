export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** The time that one captcha may take. */
export interface Budget {
  leftMs(): number;
  spentMs(): number;
  /**
   * Waits and is true, or false at once when no time would be left after it.
   *
   * @throws when the signal aborts
   */
  pause(ms: number): Promise<boolean>;
}

/** @param terms `now` in milliseconds, on any clock that only goes forward */
export const createBudget = (terms: {
  totalMs: number;
  now: () => number;
  wait: Wait;
  signal: AbortSignal;
}): Budget => {
  const { totalMs, now, wait, signal } = terms;
  const start = now();
  const leftMs = () => start + totalMs - now();
  return {
    leftMs,
    spentMs: () => now() - start,
    async pause(ms) {
      if (ms >= leftMs()) return false;
      await wait(ms, signal);
      return true;
    },
  };
};
