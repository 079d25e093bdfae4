import { randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { isAway } from '../persistence/away.ts';
import { startEmbeddedPostgres } from '../persistence/embedded-postgres.ts';
import { prepareRoles } from '../persistence/roles/prepare-roles.ts';
import { OWNER, type RolePasswords, roleNames } from '../persistence/roles/role-names.ts';
import { roleUrlsOf } from '../persistence/roles/role-urls.ts';
import { waitFor } from '../time/wait-for.ts';
import type { Runtime } from './runtime.ts';

interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/**
 * Without NATS this process is the whole portal: it starts Postgres where there is none, makes a role for each of its parts,
 * and migrates. On the embedded server the roles' passwords are of this start alone; on one of DATABASE_URL they are what
 * the variables say, and without those every part comes in as the role of the address.
 *
 * @returns what stops the server that was started
 */
export const openPostgres = async (
  runtime: Pick<Runtime, 'config' | 'databaseUrl' | 'roleUrls' | 'schemaOwner'>,
  log: Log,
): Promise<() => Promise<void>> => {
  const { config } = runtime;
  const { url, stop, passwords } = await serverOf(config, log);
  runtime.databaseUrl = url;
  runtime.schemaOwner = { url };
  if (passwords === null) {
    log.warn('every service comes into Postgres as the role of DATABASE_URL: see DATABASE_PASSWORD_ACCOUNTS');
    return stop;
  }
  try {
    const patience = { log, patienceMs: config.startTimeoutS * 1_000, mayPass: isAway };
    const { left } = await waitFor('Postgres', patience, () => prepareRoles(url, passwords));
    for (const sql of left) log.warn(`an administrator of Postgres should say: ${sql}`);
  } catch (error) {
    await stop();
    throw error;
  }
  runtime.schemaOwner = { url, role: OWNER };
  runtime.roleUrls = roleUrlsOf(url, passwords);
  return stop;
};

interface Server {
  url: string;
  stop(): Promise<void>;
  /** Null: no roles of their own. */
  passwords: RolePasswords | null;
}

const serverOf = async (config: Config, log: Log): Promise<Server> => {
  const { databaseUrl, rolePasswords } = config;
  if (databaseUrl !== undefined) {
    const areThere = roleNames.every((name) => rolePasswords[name] !== undefined);
    return { url: databaseUrl, stop: async () => {}, passwords: areThere ? rolePasswords : null };
  }
  const { url, stop } = await startEmbeddedPostgres(config.dataDir, log);
  const passwords = Object.fromEntries(
    roleNames.map((name) => [name, randomBytes(18).toString('base64url')]),
  );
  return { url, stop, passwords };
};
