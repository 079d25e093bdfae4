import { type Clock, systemClock } from '../time/clock.ts';

/** What `/healthz` says. */
export interface LivenessReport {
  status: 'ok' | 'blocked';
  parts: { eventLoop: { status: 'ok' | 'blocked'; blockedRatio: number } };
}

/** Watches whether the event loop turns. */
export interface Liveness {
  report(): LivenessReport;
  stop(): void;
}

const TICK_MS = 500;
const WINDOW_MS = 30_000;
/** A process whose loop stands for more than this part of the window helps nobody any more. */
const BLOCKED_RATIO = 0.66;

/**
 * A loop that is blocked for good answers no probe at all; one that comes up for air now and then does, and is told
 * by its ticks: they came late for most of the last 30 s. A browser at work or a slow database delay no tick.
 */
export const watchLiveness = (clock: Clock = systemClock): Liveness => {
  const ticks: { at: number; lateMs: number }[] = [];
  let last = clock.elapsed();

  const tick = (): void => {
    const at = clock.elapsed();
    ticks.push({ at, lateMs: Math.max(0, at - last - TICK_MS) });
    last = at;
    while (ticks[0] !== undefined && ticks[0].at < at - WINDOW_MS) ticks.shift();
  };
  const stop = clock.every(TICK_MS, tick);

  const blockedRatio = (): number => {
    const at = clock.elapsed();
    const running = Math.max(0, at - last - TICK_MS);
    const blockedMs = ticks
      .filter((one) => one.at >= at - WINDOW_MS)
      .reduce((sum, { at: end, lateMs }) => sum + Math.min(lateMs, end - (at - WINDOW_MS)), running);
    return Math.min(1, blockedMs / WINDOW_MS);
  };

  return {
    report() {
      const ratio = blockedRatio();
      const status = ratio > BLOCKED_RATIO ? 'blocked' : 'ok';
      return {
        status,
        parts: { eventLoop: { status, blockedRatio: Math.round(ratio * 100) / 100 } },
      };
    },
    stop,
  };
};
