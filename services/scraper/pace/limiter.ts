import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';

/** What the pace needs of a rate-limiter-flexible limiter. Both stores are shared by all scrapers. */
export interface SharedLimiter {
  /** @throws RateLimiterRes while the window of `key` is closed; any other error when the store cannot tell */
  consume(key: string, points?: number): Promise<unknown>;
  /** Closes the window of `key` for so many seconds from now, which may open it earlier than before. */
  block(key: string, seconds: number): Promise<unknown>;
  /** The smallest time that the store tells apart, in milliseconds; times between are rounded up. */
  readonly stepMs: number;
}

/**
 * Windows kept in Redis. The library counts Redis windows in whole seconds, so a spacing is rounded up to one.
 * No insurance limiter: without Redis nobody may ask.
 */
export const redisLimiter = (redis: Redis, spacingMs: number): SharedLimiter => {
  const seconds = Math.ceil(spacingMs / 1_000);
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    points: 1,
    duration: seconds,
    keyPrefix: 'censo-pace',
    rejectIfRedisNotReady: true,
  });
  return {
    consume: (key) => limiter.consume(key),
    block: (key, closedS) => limiter.block(key, Math.max(1, Math.ceil(closedS))),
    stepMs: 1_000,
  };
};

/** Windows kept in Postgres, to the millisecond; they survive a restart of everything. */
export const postgresLimiter = async (pool: Pool, spacingMs: number): Promise<SharedLimiter> => {
  await pool.query('create schema if not exists scraper');
  const seconds = spacingMs / 1_000;
  const limiter = await new Promise<RateLimiterPostgres>((resolve, reject) => {
    const created: RateLimiterPostgres = new RateLimiterPostgres(
      {
        storeClient: pool,
        storeType: 'pool',
        schemaName: 'scraper',
        tableName: 'pace',
        points: 1,
        duration: seconds,
        keyPrefix: 'censo-pace',
        clearExpiredByTimeout: false,
      },
      (error?: Error) => (error === undefined ? resolve(created) : reject(error)),
    );
  });
  return {
    consume: (key) => limiter.consume(key),
    block: (key, closedS) => limiter.block(key, closedS),
    stepMs: 1,
  };
};
