import type { Config, ServiceName } from '../../../../shared/config/config.ts';
import { browserCheck } from './browser.ts';
import { type Check, ok } from './check.ts';
import { diskCheck } from './disk.ts';
import { natsCheck } from './nats.ts';
import { postgresCheck } from './postgres.ts';
import { redisCheck } from './redis.ts';
import { siteCheck } from './site.ts';

const unused = ({ name }: Check): Check => ({ name, look: async () => ok('no se usa aquí') });

/**
 * What the services of this configuration need, each with its check, and the rest named as unused.
 *
 * @param visitSite also visits the official page, once, where lookups run
 */
export const checksOf = (config: Config, visitSite: boolean): Check[] => {
  const runs = (...names: ServiceName[]) => names.some((name) => config.services.includes(name));
  const where = (used: boolean, check: Check): Check => (used ? check : unused(check));
  const looksUp = runs('scraper');
  // Where there is no Redis the pace is in Postgres.
  const asksPostgres = runs('accounts', 'census') || (looksUp && config.redisUrl === undefined);
  const keepsData = config.mode === 'embedded' && config.databaseUrl === undefined;
  return [
    where(asksPostgres, postgresCheck(config)),
    where(looksUp, redisCheck(config)),
    natsCheck(config),
    where(looksUp, browserCheck(config)),
    where(keepsData || looksUp, diskCheck(config, keepsData)),
    ...(visitSite ? [where(looksUp, siteCheck(config))] : []),
  ];
};
