import { type Clock, systemClock } from '../../../shared/time/clock.ts';

/** The time of one lookup, as its steps count it. */
export interface LookupTime {
  /** Milliseconds in which it could work: while a request waits for its turn they stand still. */
  worked(): number;
  /** Milliseconds until it has to have ended: a moment before its deadline, which would tell less. */
  left(): number;
  /** Waits so many milliseconds, whatever else waits. @throws the signal's reason */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Stopwatch extends LookupTime {
  /** The lookup begins, and must end within so many milliseconds. */
  begin(deadlineMs: number): void;
  /** A request waits for its turn from here. @returns ends that; what is told twice counts once */
  hold(): () => void;
}

/** The moment before the deadline, in milliseconds and as a part of a short one. */
const RESERVE_MS = 2_500;
const RESERVE_PART = 0.1;

export const createStopwatch = (clock: Clock = systemClock): Stopwatch => {
  const now = clock.elapsed;
  const begun = now();
  let end = Number.POSITIVE_INFINITY;
  let holds = 0;
  let heldSince = 0;
  let heldMs = 0;

  return {
    worked: () => (holds > 0 ? heldSince : now()) - begun - heldMs,
    left: () => end - now(),
    wait: clock.wait,
    begin(deadlineMs) {
      end = now() + deadlineMs - Math.min(RESERVE_MS, deadlineMs * RESERVE_PART);
    },
    hold() {
      if (holds === 0) heldSince = now();
      holds += 1;
      let holding = true;
      return () => {
        if (!holding) return;
        holding = false;
        holds -= 1;
        if (holds === 0) heldMs += now() - heldSince;
      };
    },
  };
};
