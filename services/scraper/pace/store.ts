import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import {
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible';
import type { Departure } from './turn.ts';

/**
 * The windows of all scrapers, one for each kind of departure, in whole milliseconds. It is told how long a window stays closed,
 * not until when: no two machines agree on that. Redis keeps the time by its own clock. In Postgres the library notes when
 * the window opens by the clock of who closed it, and whoever asks compares with their own: what the clocks of two
 * scrapers differ by, a window may be longer or shorter.
 */
export interface PaceStore {
  /**
   * Takes the window when it is open, which closes it for one spacing.
   *
   * @returns 0 when it was taken, else for how many milliseconds it stays closed
   * @throws when the store cannot tell
   */
  tryTake(kind: Departure): Promise<number>;
  /** Closes the window for so many milliseconds from now, which may open it earlier than before. */
  close(kind: Departure, forMs: number): Promise<void>;
}

/** Another site than the first source's has windows of its own. */
const prefixOf = (site: string): string => (site === '' ? 'censo-pace' : `censo-pace:${site}`);

/** One departure in each window. */
const tryTakeFrom = async (limiter: RateLimiterStoreAbstract, kind: Departure): Promise<number> => {
  try {
    await limiter.consume(kind);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
};

/**
 * The library tells Redis whole seconds. It is given milliseconds in their place, and this script takes them for what they
 * are. It answers how many have taken the window, and how long that stays closed.
 */
const TAKE = `
if redis.call('set', KEYS[1], 1, 'PX', ARGV[2], 'NX') then return {1, tonumber(ARGV[2])} end
local left = redis.call('pttl', KEYS[1])
if left >= 0 then return {2, left} end
redis.call('pexpire', KEYS[1], ARGV[2])
return {2, tonumber(ARGV[2])}`;

/** Windows kept in Redis. No insurance limiter: without Redis nobody may ask. */
export const redisStore = (redis: Redis, spacingMs: number, site = ''): PaceStore => {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    points: 1,
    duration: spacingMs,
    keyPrefix: prefixOf(site),
    rejectIfRedisNotReady: true,
    customIncrTtlLuaScript: TAKE,
  });
  return {
    tryTake: (kind) => tryTakeFrom(limiter, kind),
    async close(kind, forMs) {
      await redis.set(limiter.getKey(kind), 2, 'PX', Math.ceil(forMs));
    },
  };
};

/** Windows kept in Postgres; they survive a restart of everything, and go by the clocks of the scrapers. */
export const postgresStore = async (pool: Pool, spacingMs: number, site = ''): Promise<PaceStore> => {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('scraper.pace') is not null as there`,
  );
  const tableCreated = rows[0]?.there === true;
  // Where each part has its own role, who migrates has made it, and ours may only read and write it.
  if (!tableCreated) await pool.query('create schema if not exists scraper');
  const options = {
    storeClient: pool,
    storeType: 'pool',
    schemaName: 'scraper',
    tableName: 'pace',
    tableCreated,
    points: 1,
    duration: spacingMs / 1_000,
    keyPrefix: prefixOf(site),
    clearExpiredByTimeout: false,
  };
  const limiter = await new Promise<RateLimiterPostgres>((resolve, reject) => {
    // Where the table is there it is called before there is anything to resolve with.
    const ready = (error?: Error) =>
      error === undefined ? setImmediate(() => resolve(created)) : reject(error);
    const created: RateLimiterPostgres = new RateLimiterPostgres(options, ready);
  });
  return {
    tryTake: (kind) => tryTakeFrom(limiter, kind),
    async close(kind, forMs) {
      await limiter.block(kind, Math.ceil(forMs) / 1_000);
    },
  };
};
