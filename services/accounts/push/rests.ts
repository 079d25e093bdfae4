/** Push services that are away, each by itself: nothing is handed to one of them until its rest is over. */
export interface Rests {
  /** Those that rest now. */
  resting(now: number): string[];
  /** It is away; it rests for as long as it said, or longer from time to time. @returns ms */
  away(host: string, now: number, saidMs?: number): number;
  /** It has answered. */
  back(host: string): void;
}

const FIRST_MS = 5_000;
const LAST_MS = 5 * 60_000;
/** Whatever a service says. */
const LONGEST_SAID_MS = 3_600_000;

export const createRests = (): Rests => {
  const rests = new Map<string, { failures: number; until: number }>();
  return {
    resting: (now) => [...rests].filter(([, { until }]) => until > now).map(([host]) => host),
    away(host, now, saidMs) {
      const known = rests.get(host);
      // Those that were under way together fail together, which is one failure.
      if (known !== undefined && known.until > now) return known.until - now;
      const failures = (known?.failures ?? 0) + 1;
      const ms = Math.min(
        saidMs ?? FIRST_MS * 2 ** (failures - 1),
        saidMs === undefined ? LAST_MS : LONGEST_SAID_MS,
      );
      rests.set(host, { failures, until: now + ms });
      return ms;
    },
    back: (host) => void rests.delete(host),
  };
};
