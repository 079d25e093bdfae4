import { Redis } from 'ioredis';
import type { Config } from '../../../../shared/config/config.ts';
import { errorCodeOf } from '../../../../shared/errors.ts';
import { away, type Check, type Finding, notice, ok } from './check.ts';
import { skewFault, skewOf } from './clock-skew.ts';

const TIMEOUT_MS = 5_000;

/** Redis, which keeps the pace: reachable, its clock ours, its data kept over a restart. */
export const redisCheck = ({ redisUrl, mode }: Config): Check => ({
  name: 'Redis',
  async look() {
    if (redisUrl === undefined)
      return ok(mode === 'embedded' ? 'no se usa: el ritmo está en Postgres' : 'no se usa aquí');
    const redis = new Redis(redisUrl, {
      lazyConnect: true,
      connectTimeout: TIMEOUT_MS,
      commandTimeout: TIMEOUT_MS,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    let reason: unknown;
    redis.on('error', (error) => {
      reason = error;
    });
    try {
      await redis.connect();
      return await lookAt(redis);
    } catch (error) {
      return away(
        `no responde (${errorCodeOf(reason ?? error)})`,
        'Revise REDIS_URL y que el servidor esté en marcha: sin él no sale ninguna consulta.',
      );
    } finally {
      redis.disconnect();
    }
  },
});

const lookAt = async (redis: Redis): Promise<Omit<Finding, 'name'>> => {
  const skewMs = await skewOf(async () => {
    const [seconds, micros] = await redis.time();
    return Number(seconds) * 1_000 + Number(micros) / 1_000;
  });
  const skewed = skewFault(skewMs);
  if (skewed !== null) return skewed;
  const persistence = await redis.info('persistence');
  const appends = /^aof_enabled:1/m.test(persistence);
  if (!appends && !(await savesSnapshots(redis))) {
    return notice(
      'no guarda sus datos',
      'Active "appendonly yes": sin eso, después de un reinicio las consultas esperan un turno más.',
    );
  }
  const kept = appends ? 'guarda cada cambio (AOF)' : 'guarda copias (RDB)';
  return ok(`${kept}, reloj a ${Math.abs(skewMs)} ms del de esta máquina`);
};

/** A hosted Redis may forbid the question; then nothing is said about it. */
const savesSnapshots = async (redis: Redis): Promise<boolean> => {
  try {
    const [, save = ''] = (await redis.config('GET', 'save')) as string[];
    return save !== '';
  } catch (error) {
    if (/unknown command|NOPERM|not allowed/i.test(String(error))) return true;
    throw error;
  }
};
