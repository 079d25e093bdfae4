import type { Config } from '../../../../shared/config/config.ts';
import { withClient } from '../database/client.ts';
import { withPostgresUrl } from '../database/postgres-url.ts';
import { type Check, type Finding, notice, ok } from './check.ts';

const HOUR_MS = 3_600_000;

/** The last good backup of `censo backup`: that somebody waits for one, and that there is one. */
export const backupsCheck = (config: Config): Check => ({
  name: 'Respaldos',
  async look() {
    // Postgres' own check says so.
    const age = await withPostgresUrl(config, lastAge).catch(() => undefined);
    return age === undefined ? ok('no se pudo mirar: vea Postgres') : judgeBackup(age, config);
  },
});

/** @returns null when there is none */
const lastAge = (url: string): Promise<number | null> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ ms: number | null }>(
      `select (extract(epoch from clock_timestamp() - max("taken_at")) * 1000)::float8 as "ms" from "accounts"."backups"`,
    );
    return rows[0]?.ms ?? null;
  });

/** What the age of the last one means. */
export const judgeBackup = (
  ageMs: number | null,
  { backup: { maxAgeH }, production }: Pick<Config, 'backup' | 'production'>,
): Omit<Finding, 'name'> => {
  const detail = ageMs === null ? 'no hay ninguno' : `el último es de hace ${Math.floor(ageMs / HOUR_MS)} h`;
  if (maxAgeH > 0 && (ageMs === null || ageMs > maxAgeH * HOUR_MS))
    return notice(
      detail,
      `Se espera uno cada ${maxAgeH} h (BACKUP_MAX_AGE_H): haga uno con "npx censo backup".`,
    );
  if (maxAgeH === 0 && production)
    return notice(
      `${detail}; nadie los espera`,
      'Si los hace su Postgres, está bien. Si no, vea Respaldos en docs/runbook.md y ponga BACKUP_MAX_AGE_H.',
    );
  return ok(detail);
};
