import type { Clock } from '../../../../shared/time/clock.ts';

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

/** @param terms the time that is left runs from now on; the signal ends a pause */
export const createBudget = (terms: { totalMs: number; clock: Clock; signal: AbortSignal }): Budget => {
  const { totalMs, clock, signal } = terms;
  const start = clock.elapsed();
  const leftMs = () => start + totalMs - clock.elapsed();
  return {
    leftMs,
    spentMs: () => clock.elapsed() - start,
    async pause(ms) {
      if (ms >= leftMs()) return false;
      await clock.wait(ms, signal);
      return true;
    },
  };
};
