import type { Config } from '../../../../shared/config/config.ts';
import { loadConfig } from '../../../../shared/config/load.ts';
import { allServices, type ServiceName } from '../../../../shared/contract/services.ts';
import { isAppError } from '../../../../shared/errors.ts';
import { exitCode, type Result } from '../result/result.ts';
import { backupsCheck } from './backups.ts';
import { browserCheck } from './browser.ts';
import { type Check, type CheckState, type Finding, fault, ok, runCheck } from './check.ts';
import { confinementCheck } from './confinement.ts';
import { diskCheck } from './disk.ts';
import { messengerCheck } from './messenger.ts';
import { natsCheck } from './nats.ts';
import { postgresCheck } from './postgres.ts';
import { ownService, servicesOf } from './process.ts';
import { redisCheck } from './redis.ts';
import { siteCheck } from './site.ts';

const signs: Record<CheckState, string> = { ok: '✔', notice: '·', fault: '✘', away: '✘' };

interface Wishes {
  /** Also visits the official page, once: never unless asked for. */
  visitSite: boolean;
  /** The services that are looked at; none = those that the environment fits. */
  named: readonly string[];
}

/**
 * Checks what a process with this environment needs.
 *
 * @throws AppError `unknown_service`
 */
export const doctor = async (env: NodeJS.ProcessEnv, wishes: Wishes): Promise<Result> => {
  const findings: Finding[] = [];
  for (const check of checksFor(env, wishes)) findings.push(await runCheck(check));
  const bad = findings.filter(({ state }) => state === 'fault' || state === 'away');
  const lines = findings.flatMap(({ name, state, detail, remedy }) => [
    `${signs[state]} ${name}: ${detail}`,
    ...(remedy === null ? [] : [`    → ${remedy}`]),
  ]);
  lines.push(bad.length === 0 ? 'Todo lo necesario está en orden.' : `Fallas: ${bad.length}.`);
  const exit = bad.some(({ state }) => state === 'away') ? exitCode.away : exitCode.failed;
  return { ok: bad.length === 0, exit, lines, data: { checks: findings } };
};

const checksFor = (env: NodeJS.ProcessEnv, { visitSite, named }: Wishes): Check[] => {
  const services = servicesOf(env, named);
  try {
    // Without a user of its own nobody can say which of them it is.
    const isMember = ownService(env) !== undefined;
    const config = loadConfig(env, services, { isMember });
    const found = ok(describe(config, named.length > 0));
    return [{ name: 'Configuración', look: async () => found }, ...checksOf(config, visitSite)];
  } catch (error) {
    // Without a configuration nobody knows what to look at.
    if (!isAppError(error)) throw error;
    const found = fault(error.message, 'Corrija las variables; .env.example dice qué es cada una.');
    return [{ name: 'Configuración', look: async () => found }];
  }
};

/** What the services of this configuration need, each with its check, and the rest named as unused. */
const checksOf = (config: Config, visitSite: boolean): Check[] => {
  const runs = (...names: ServiceName[]) => names.some((name) => config.services.includes(name));
  const where = (used: boolean, check: Check): Check => (used ? check : unused(check));
  const looksUp = runs('scraper');
  // Where there is no Redis the pace is in Postgres.
  const asksPostgres = runs('accounts', 'census') || (looksUp && config.redisUrl === undefined);
  const keepsData = config.mode === 'embedded' && config.databaseUrl === undefined;
  return [
    where(asksPostgres, postgresCheck(config)),
    // Whoever runs it in one process copies DATA_DIR, or knows.
    ...(config.databaseUrl === undefined ? [] : [where(runs('accounts'), backupsCheck(config))]),
    where(looksUp, redisCheck(config)),
    natsCheck(config),
    where(runs('accounts'), messengerCheck(config)),
    where(looksUp, browserCheck(config)),
    where(looksUp, confinementCheck(config)),
    where(keepsData || looksUp, diskCheck(config, keepsData)),
    ...(visitSite ? [where(looksUp, siteCheck(config))] : []),
  ];
};

const unused = ({ name }: Check): Check => ({ name, look: async () => ok('no se usa aquí') });

const describe = ({ mode, services }: Config, areNamed: boolean): string => {
  const known = mode === 'embedded' ? 'modo embebido' : 'modo distribuido';
  if (areNamed) return `${known}, servicios: ${services.join(', ')}`;
  // The simulator is left out where there is another page.
  if (services.length >= allServices.length - 1) return `${known}, todos los servicios`;
  return `${known}; por sus variables, servicios: ${services.join(', ')} (--servicio indica otros)`;
};
