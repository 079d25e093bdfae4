import pg from 'pg';
import { AppError, errorCodeOf, isAppError } from '../../errors.ts';
import { waitFor } from '../../time/wait-for.ts';
import { adoptSchemas } from './adopt.ts';
import { forbidTemporary } from './forbid-temporary.ts';
import { grantPace } from './grants.ts';
import { isThere } from './is-there.ts';
import { quietRoles } from './quiet-log.ts';
import { BACKUP, OWNER, type RolePasswords, roleNames, serviceRoles } from './role-names.ts';
import { scramVerifier } from './scram.ts';

/** What was made of the roles. */
export interface PreparedRoles {
  /** Statements that only an administrator may give, so that no value gets into the server's log. */
  left: string[];
}

/** One number for the whole product, beside those of migrations and of grants. */
const LOCK = 7_241_999;
const TAKEN = new Error('another process prepares the roles');
const PATIENCE = {
  ...{ patienceMs: 120_000, pauseMs: 50 },
  log: { info() {}, warn() {} },
  mayPass: (error: unknown) => error === TAKEN,
};

/** Somebody made it at the same moment, in another database of the server. */
const ALREADY_THERE = new Set(['42710', '23505']);

/**
 * Makes the roles that are missing, gives them their passwords, and what an earlier release made to the one that
 * migrates. Whoever is connected is an administrator of the server, or the migrating role itself; then the others must be
 * there, unless it may make them.
 *
 * @throws AppError `roles_missing` when it may not make them, `roles_refused` when it may not hand the schemas over
 */
export const prepareRoles = async (url: string, passwords: RolePasswords): Promise<PreparedRoles> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await takeTurn(client);
    const missing = await missingRoles(client);
    for (const role of missing) await makeRole(client, role);
    for (const name of roleNames) await setPassword(client, serviceRoles[name].role, passwords[name]);
    const unmade = await makeBackupRole(client, passwords.backup);
    await handOver(client).catch((cause: unknown) => {
      throw refused(cause);
    });
    const left = [...unmade, ...(await forbidTemporary(client)), ...(await quietRoles(client))];
    await client.query(`set role ${OWNER}`);
    await grantPace(client);
    return { left };
  } finally {
    await client.end();
  }
};

/** One after the other, to the end of the connection: two at once would write the same rows of the catalogue. */
const takeTurn = (client: pg.ClientBase): Promise<void> =>
  waitFor('the roles', PATIENCE, async () => {
    // Nobody waits inside a statement: an index that is made concurrently would wait for whoever does.
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      LOCK,
    ]);
    if (rows[0]?.taken !== true) throw TAKEN;
  });

/** Whether a database's roles are there, so that services have one each. */
export const hasRoles = async (client: pg.ClientBase): Promise<boolean> =>
  (await missingRoles(client)).length === 0;

const missingRoles = async (client: pg.ClientBase): Promise<string[]> => {
  const wanted = [OWNER, ...roleNames.map((name) => serviceRoles[name].role)];
  const { rows } = await client.query<{ role: string }>(
    'select wanted as role from unnest($1::text[]) wanted where not exists (select from pg_roles where rolname = wanted)',
    [wanted],
  );
  return rows.map(({ role }) => role);
};

const makeRole = async (client: pg.ClientBase, role: string): Promise<void> => {
  await client
    .query(`create role ${role} ${role === OWNER ? 'nologin' : 'login'} noinherit`)
    .catch((error: { code?: string }) => {
      if (!ALREADY_THERE.has(error.code ?? '')) throw missing(role, error);
    });
};

const setPassword = async (
  client: pg.ClientBase,
  role: string,
  password: string | undefined,
): Promise<void> => {
  if (password === undefined) return;
  await client
    .query(`alter role ${role} login password '${scramVerifier(password)}'`)
    .catch((cause: unknown) => {
      throw passwordRefused(role, cause);
    });
};

/**
 * The portal works without it: an administrator is asked for what whoever is connected may not.
 *
 * @returns the statement that somebody else has to give
 */
const makeBackupRole = async (client: pg.ClientBase, password: string | undefined): Promise<string[]> => {
  if (password === undefined) return [];
  try {
    if (!(await isThere(client, BACKUP))) await makeRole(client, BACKUP);
    await setPassword(client, BACKUP, password);
    return [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [`create role ${BACKUP} login noinherit password '…'`];
  }
};

const handOver = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ user: string; database: string; member: boolean; create: boolean }>(
    `select current_user as "user", current_database() as database,
       pg_has_role(current_user, '${OWNER}', 'usage') as member,
       has_database_privilege('${OWNER}', current_database(), 'create') as "create"`,
  );
  const { user = '', database = '', member = false, create = false } = rows[0] ?? {};
  // Processes of an earlier release go on as it until they are replaced.
  if (!member) await client.query(`grant ${OWNER} to ${pg.escapeIdentifier(user)}`);
  if (!create) await client.query(`grant create on database ${pg.escapeIdentifier(database)} to ${OWNER}`);
  await adoptSchemas(client);
};

const missing = (role: string, cause: unknown): AppError =>
  new AppError(
    'roles_missing',
    `Falta el rol ${role} en Postgres y el de DATABASE_URL no puede crearlo (${errorCodeOf(cause)}): que lo cree quien administra el servidor, como dice «Los roles de Postgres» en k8s/README.md, y repita.`,
    { cause },
  );

const passwordRefused = (role: string, cause: unknown): AppError =>
  new AppError(
    'roles_refused',
    `El rol de DATABASE_URL no puede ponerle clave a ${role} (${errorCodeOf(cause)}): quite las variables DATABASE_PASSWORD_… y que la ponga quien administra el servidor.`,
    { cause },
  );

const refused = (cause: unknown): AppError =>
  new AppError(
    'roles_refused',
    `El rol de DATABASE_URL no puede entregarle los esquemas a ${OWNER} (${errorCodeOf(cause)}): ejecute la migración una vez como administrador del servidor, o como dice «Los roles de Postgres» en k8s/README.md.`,
    { cause },
  );
