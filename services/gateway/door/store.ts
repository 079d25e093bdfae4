import { Redis } from 'ioredis';
import { type Allowance, type Counter, localCounter, sharedCounter } from './counter.ts';

/** Where the counts are. */
export interface Store {
  /** A count that every gateway shares, where there is Redis. */
  shared(allowance: Allowance): Counter;
  /** A count of this process alone: for what is asked too often to be worth a way to a store. */
  local(allowance: Allowance): Counter;
  close(): void;
}

interface StoreOptions {
  redisUrl: string | undefined;
  log: { info(message: string): void; warn(message: string): void };
  /** Told when the store is away, and when it is back. */
  isAway(away: boolean): void;
}

/** A request does not wait longer than this to be counted. */
const COMMAND_MS = 500;
/** So many in a row that were not answered are no slow moment any more: the connection is made anew. */
const FAILURES = 3;
const CONNECT_MS = 1_000;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Opens the counts: in Redis where there is one, else in this process. Not in Postgres: the gateway, which faces the
 * internet, has no way to the database.
 */
export const openStore = ({ redisUrl, log, isAway }: StoreOptions): Store => {
  isAway(false);
  if (redisUrl === undefined) {
    log.info('no REDIS_URL: limits are counted by each gateway for itself');
    return { shared: localCounter, local: localCounter, close: () => undefined };
  }
  const redis = new Redis(redisUrl, {
    enableOfflineQueue: false,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    retryStrategy: (times) => Math.min(times * 200, LONGEST_PAUSE_MS),
  });
  let away = false;
  const setAway = (now: boolean, why = ''): void => {
    if (now === away) return;
    away = now;
    isAway(now);
    if (now) log.warn(`Redis is away, limits are stricter and counted by each gateway for itself: ${why}`);
    else log.info('Redis is back: limits are counted together');
  };
  redis.on('ready', () => setAway(false));
  redis.on('error', (error) => setAway(true, error.message));
  redis.on('close', () => setAway(true, 'connection closed'));
  let failures = 0;
  const heard = {
    answered() {
      failures = 0;
    },
    failed(error: unknown) {
      failures += 1;
      if (failures < FAILURES || redis.status !== 'ready') return;
      setAway(true, String(error));
      // One that is connected and does not answer would hold every request: it is asked again once it says that it is ready.
      redis.disconnect(true);
    },
  };
  return {
    shared: (allowance) => sharedCounter(redis, allowance, heard),
    local: localCounter,
    close() {
      // Whatever the connection says from here on is about the shutdown.
      redis
        .removeAllListeners('error')
        .removeAllListeners('close')
        .on('error', () => undefined);
      redis.disconnect();
    },
  };
};
