import { Redis } from 'ioredis';
import pg from 'pg';
import { isAway } from '../../../shared/persistence/away.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { waitFor } from '../../../shared/time/wait-for.ts';
import { createPace, slackOf } from './pace.ts';
import { postgresStore, redisStore } from './store.ts';
import type { Pace } from './turn.ts';

export interface OpenPace {
  pace: Pace;
  /** Whether the store that keeps the pace answers. @throws what the store throws when it does not */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

interface OpenOptions {
  spacingMs: number;
  redisUrl: string | undefined;
  databaseUrl: string | undefined;
  /** What it is kept for, where that is not the site of the first source. */
  site?: string;
  /** After so many milliseconds a start without its Postgres gives up. */
  patienceMs: number;
  log: { warn(message: string): void; info(message: string): void };
}

/**
 * Opens the shared pace: in Redis where there is one, else in Postgres.
 *
 * @throws Error when the spacing is above 0 and there is neither, or its Postgres cannot be reached for too long
 */
export const openPace = async ({
  spacingMs,
  redisUrl,
  databaseUrl,
  site = '',
  patienceMs,
  log,
}: OpenOptions): Promise<OpenPace> => {
  if (spacingMs === 0) {
    const pace = createPace({ store: undefined, spacingMs, notBefore: () => 0 });
    return { pace, isReady: async () => true, close: async () => {} };
  }
  if (redisUrl !== undefined) return openInRedis(redisUrl, { spacingMs, site, log });
  if (databaseUrl !== undefined) return openInPostgres(databaseUrl, { spacingMs, site, patienceMs, log });
  throw new Error('the pace needs Redis or Postgres');
};

type Kept = Required<Pick<OpenOptions, 'spacingMs' | 'site' | 'log'>>;

const openInRedis = async (url: string, { spacingMs, site, log }: Kept): Promise<OpenPace> => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    connectTimeout: 5_000,
    commandTimeout: 2_000,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  // A Redis that came back without its data would grant at once: everybody waits after a connection, as long as a
  // window may be closed.
  let notBefore = Number.POSITIVE_INFINITY;
  redis.on('ready', () => {
    notBefore = systemClock.elapsed() + spacingMs + slackOf(spacingMs);
    log.info('Redis connected: the pace waits one spacing');
  });
  redis.on('error', (error) => log.warn(`Redis is away, nobody asks: ${error.message}`));
  // Asked before the first connection, the store refuses by itself; a wait of infinity would never end.
  const waitFrom = () => (notBefore === Number.POSITIVE_INFINITY ? 0 : notBefore);
  const pace = createPace({ store: redisStore(redis, spacingMs, site), spacingMs, notBefore: waitFrom });
  const isReady = async () => (await redis.ping()) === 'PONG';
  return { pace, isReady, close: async () => redis.disconnect() };
};

const openInPostgres = async (
  url: string,
  { spacingMs, site, patienceMs, log }: Kept & Pick<OpenOptions, 'patienceMs'>,
): Promise<OpenPace> => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  pool.on('error', (error) => log.warn(`Postgres of the pace is away, nobody asks: ${error.message}`));
  const close = async () => {
    // Whatever an idle connection says from here on is about the shutdown.
    pool.removeAllListeners('error').on('error', () => {});
    await pool.end();
  };
  const patience = { log, patienceMs, mayPass: isAway };
  const opening = waitFor('Postgres (pace)', patience, () => postgresStore(pool, spacingMs, site));
  const store = await opening.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const isReady = async () => (await pool.query('select 1')).rowCount === 1;
  return { pace: createPace({ store, spacingMs, notBefore: () => 0 }), isReady, close };
};
