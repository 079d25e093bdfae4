import type { Config } from '../../../../shared/config/config.ts';
import { errorCodeOf } from '../../../../shared/errors.ts';
import { withClient } from '../database/client.ts';
import { pendingMigrations, visibleAt } from '../database/databases.ts';
import { hasEmbeddedData, withPostgresUrl } from '../database/postgres-url.ts';
import { away, type Check, type Finding, fault, notice, ok } from './check.ts';
import { skewFault, skewOf } from './clock-skew.ts';

const OLDEST = 150_000;

/** Postgres: reachable, new enough, its clock ours, its schemas up to date. */
export const postgresCheck = (config: Config): Check => ({
  name: 'Postgres',
  async look() {
    if (config.databaseUrl === undefined && !hasEmbeddedData(config))
      return notice(
        `el embebido todavía no tiene datos en ${config.dataDir}`,
        'Se crea al iniciar el portal.',
      );
    try {
      return await withPostgresUrl(config, lookAt);
    } catch (error) {
      if (config.databaseUrl === undefined) throw error;
      return away(
        `no responde (${errorCodeOf(error)})`,
        'Revise DATABASE_URL, que el servidor esté en marcha y que acepte conexiones desde esta máquina.',
      );
    }
  },
});

const lookAt = async (url: string): Promise<Omit<Finding, 'name'>> => {
  const { version, number, skewMs } = await identify(url);
  if (number < OLDEST) return fault(`versión ${version}`, 'Use Postgres 15 o posterior.');
  const skewed = skewFault(skewMs);
  if (skewed !== null) return skewed;
  const pending = await pendingMigrations(url, await visibleAt(url));
  if (pending.length > 0) {
    const names = pending.map((one) => `${one.schema}: ${one.pending.join(', ')}`).join('; ');
    return fault(`migraciones pendientes (${names})`, 'Ejecute "npx censo migrate", o inicie el portal.');
  }
  return ok(`versión ${version}, migraciones al día, reloj a ${Math.abs(skewMs)} ms del de esta máquina`);
};

const identify = (url: string): Promise<{ version: string; number: number; skewMs: number }> =>
  withClient(url, async (client) => {
    const skewMs = await skewOf(async () => {
      const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
      return rows[0]?.now.getTime() ?? Number.NaN;
    });
    const { rows } = await client.query<{ version: string; number: number }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
    );
    return { version: rows[0]?.version ?? '', number: rows[0]?.number ?? 0, skewMs };
  });
