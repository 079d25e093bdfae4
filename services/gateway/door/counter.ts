import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** How a count stands. */
interface Count {
  /** More were counted than may be. */
  over: boolean;
  /** How many were counted, this one included. */
  used: number;
  /** When the window ends. */
  leftMs: number;
}

/** Counts by key within a window that begins with the first. */
export interface Counter {
  /** Counts one, or as many as this one stands for. */
  take(key: string, points?: number): Promise<Count>;
  /** How the count stands; nothing is counted. */
  look(key: string): Promise<Count>;
}

/** What is counted together, and how many may be. */
export interface Allowance {
  name: string;
  points: number;
  windowS: number;
}

const countOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes, points: number): Count => ({
  over: consumedPoints > points,
  used: consumedPoints,
  leftMs: Math.max(0, msBeforeNext),
});

const counterOf = (limiter: RateLimiterMemory | RateLimiterRedis, points: number): Counter => ({
  async take(key, count = 1) {
    try {
      return countOf(await limiter.consume(key, count), points);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      // What is refused without asking the store is told without its count.
      return { ...countOf(refused, points), over: true };
    }
  },
  async look(key) {
    const found = await limiter.get(key);
    return found === null ? { over: false, used: 0, leftMs: 0 } : countOf(found, points);
  },
});

/** Counts in this process alone. */
export const localCounter = ({ name, points, windowS }: Allowance): Counter =>
  counterOf(new RateLimiterMemory({ keyPrefix: name, points, duration: windowS }), points);

/** Who listens to how the store does. */
export interface Heard {
  answered(): void;
  failed(error: unknown): void;
}

/** Of what may be at all, so much may be by a process that does not know what the others count. */
const LOCAL_SHARE = 0.25;

/**
 * Counts in Redis, for every gateway; while that does not answer, in this process, and stricter.
 *
 * The library has such an insurance of its own (`insuranceLimiter`), which does not say that it is used.
 *
 * @param heard told of each count that Redis took, and of each that it did not
 */
export const sharedCounter = (redis: Redis, allowance: Allowance, heard: Heard): Counter => {
  const { name, points, windowS } = allowance;
  const shared = counterOf(
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `limit:${name}`,
      points,
      duration: windowS,
      rejectIfRedisNotReady: true,
      // Whoever is over it is refused without asking again.
      inMemoryBlockOnConsumed: points + 1,
    }),
    points,
  );
  const local = localCounter({ name, windowS, points: Math.max(1, Math.floor(points * LOCAL_SHARE)) });
  const orLocal = async (step: (counter: Counter) => Promise<Count>): Promise<Count> => {
    try {
      const count = await step(shared);
      heard.answered();
      return count;
    } catch (error) {
      heard.failed(error);
      return step(local);
    }
  };
  return {
    take: (key, count) => orLocal((counter) => counter.take(key, count)),
    look: (key) => orLocal((counter) => counter.look(key)),
  };
};
