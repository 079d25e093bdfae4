import { allServices, type ServiceName } from '../../../../shared/contract/services.ts';
import { passwordVariable } from '../../../../shared/nats-access/users-file.ts';
import { redisUsersFile } from './redis-users.ts';
import type { Secrets } from './secrets.ts';

/** Whom a secret is for: a process of the portal, or a server. */
export const readers = [...allServices, 'migrate', 'backup', 'nats', 'redis', 'postgres'] as const;
export type Reader = (typeof readers)[number];

/** What each reader gets: the names are those of variables, or of the files that a server's configuration names. */
export type SecretFiles = Record<Reader, Record<string, string>>;

/** Where Postgres is when nobody says so: beside the services, with a user of its own for the migration. */
const BESIDE = 'postgres://censo@postgres:5432/censo';

const asRole = (address: string, role: string, password: string): string => {
  const url = new URL(address);
  url.username = role;
  url.password = password;
  return url.href;
};
const redisUrl = (user: string, password: string) => `redis://${user}:${password}@redis:6379`;

/** The part of NATS' configuration that users.conf includes. */
export const natsPasswords = (passwords: Secrets['nats']): string =>
  allServices.map((name) => `${passwordVariable(name)}: "${passwords[name]}"\n`).join('');

/** The three servers of production, by the names that Kubernetes gives them. */
const NATS_SERVERS = [0, 1, 2].map((index) => `nats-${index}.nats-peers:6222`);

/** The part of the cluster's configuration by which its servers know each other. */
export const natsRoutes = (password: string): string =>
  [
    `authorization { user: server, password: "${password}" }`,
    'routes: [',
    ...NATS_SERVERS.map((address) => `  "nats://server:${password}@${address}"`),
    ']',
    '',
  ].join('\n');

/**
 * Divides the secrets: each reader gets its own, and none of anybody else's.
 *
 * @param outside the address of a Postgres that is somebody else's, with who administers it
 */
export const filesOf = (secrets: Secrets, outside?: string): SecretFiles => {
  const { nats, redis, postgres } = secrets;
  const databaseUrl = (role: string, password: string) => asRole(outside ?? BESIDE, role, password);
  const process = (service: ServiceName): Record<string, string> => ({
    NATS_PASSWORD: nats[service],
    SERVICE_KEY: `${service}:${secrets.identity[service].privateKey}`,
    SERVICE_PUBLIC_KEYS: publicKeys(secrets),
  });
  return {
    gateway: {
      ...process('gateway'),
      REDIS_URL: redisUrl('gateway', redis.gateway),
      GATEWAY_SECRET: secrets.gateway,
    },
    accounts: {
      ...process('accounts'),
      DATABASE_URL: databaseUrl('censo_accounts', postgres.accounts),
      FACTOR_KEY: secrets.factors,
    },
    census: { ...process('census'), DATABASE_URL: databaseUrl('censo_census', postgres.census) },
    scraper: { ...process('scraper'), REDIS_URL: redisUrl('scraper', redis.scraper) },
    simulator: process('simulator'),
    migrate: {
      DATABASE_URL: outside ?? databaseUrl('censo', postgres.admin),
      DATABASE_PASSWORD_ACCOUNTS: postgres.accounts,
      DATABASE_PASSWORD_CENSUS: postgres.census,
      DATABASE_PASSWORD_PACE: postgres.pace,
      DATABASE_PASSWORD_BACKUP: postgres.backup,
    },
    backup: { DATABASE_URL: databaseUrl('censo_backup', postgres.backup) },
    nats: {
      'passwords.conf': natsPasswords(nats),
      'cluster.conf': natsRoutes(secrets.natsServers),
    },
    redis: { 'users.acl': redisUsersFile(redis) },
    postgres: { POSTGRES_PASSWORD: postgres.admin },
  };
};

const publicKeys = ({ identity }: Secrets): string =>
  allServices.map((service) => `${service}:${identity[service].publicKey}`).join(',');
