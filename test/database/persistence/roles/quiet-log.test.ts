import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type pg from 'pg';
import { accountsSchema } from '../../../../services/accounts/store/schema.ts';
import { createUser } from '../../../../services/accounts/users/create-user.ts';
import { purposes } from '../../../../shared/contract/consent.ts';
import { type Database, openDatabase } from '../../../../shared/persistence/database.ts';
import { prepareCluster } from '../../../../shared/persistence/embedded/cluster.ts';
import type { Keeper } from '../../../../shared/persistence/embedded/keeper.ts';
import { serverUrl, startServer } from '../../../../shared/persistence/embedded/server.ts';
import { eventually } from '../../../support/eventually.ts';
import { failureOf, refusalOf } from '../../../support/failures.ts';
import { unusedPort } from '../../../support/processes/unused-port.ts';
import { putCluster } from '../../../support/servers/cluster.ts';
import { silentLog } from '../../../support/servers/postgres.ts';
import { prepareDatabase, roleUrl } from '../../../support/servers/roles.ts';
import { withClient } from '../../../support/servers/sql.ts';

/** Planted wherever a value can be. */
const CEDULA = '1032999777';
const NAME = 'Plantada Buscada';
const PHONE = '+573009998877';
const planted = [CEDULA, NAME, PHONE];

const USERS = `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
  referral_goal, referrer_id, created_at, census_version)`;
const row = ({
  cedula = `'${CEDULA}'`,
  role = 'USER',
  referrer = 'null',
  code = 'gen_random_uuid()::text',
}) =>
  `values (gen_random_uuid(), ${cedula}, '${NAME}', '${PHONE}', 'x', '${role}', ${code}, 10, ${referrer}, now(), 0)`;

/** Statements that fail, each in its own way, with the code of each. */
const failing: [what: string, sql: string, code: string][] = [
  ['a value that is there already', `${USERS} ${row({})}`, '23505'],
  ['one that a check refuses', `${USERS} ${row({ cedula: `'1'`, role: CEDULA })}`, '23514'],
  ['none where one must be', `${USERS} ${row({ cedula: 'null' })}`, '23502'],
  [
    'nobody’s id',
    `insert into accounts.devices (token_hash, user_id, last_used_at, expires_at) values ('${NAME}', gen_random_uuid(), now(), now())`,
    '23503',
  ],
  ['no id at all', `select * from accounts.users where id = '${CEDULA}'`, '22P02'],
  ['no number', `select '${NAME}'::int`, '22P02'],
  ['no JSON', `select '{"cedula": "${CEDULA}", }'::jsonb`, '22P02'],
  ['no date', `select '${PHONE}'::timestamptz`, '22009'],
  ['no sentence', `select '${CEDULA}' fro accounts.users`, '42601'],
  ['a column that is not there', `select "${CEDULA}" from accounts.users`, '42703'],
  ['another schema', `select '${CEDULA}' from census.records`, '42501'],
  ['more time than there is', `select pg_sleep(30), '${CEDULA}'`, '57014'],
];

/** A server of somebody else's, which logs all that it can. */
const LOUD = [
  `log_min_messages = 'info'`,
  `log_min_error_statement = 'info'`,
  `log_error_verbosity = 'verbose'`,
  `log_parameter_max_length_on_error = '-1'`,
  `log_statement = 'all'`,
  `log_min_duration_statement = '0'`,
];

describe('The log of Postgres', () => {
  let folder: string;
  let server: Keeper;
  let url: string;
  let database: Database;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-quiet-log-'));
    await putCluster(folder);
    const cluster = await prepareCluster(folder);
    const port = await unusedPort();
    server = await startServer(cluster, port);
    url = serverUrl(cluster, port);
    await prepareDatabase(url);
    await withClient(url, async (client) => {
      for (const setting of LOUD) await client.query(`alter database postgres set ${setting}`);
    });
    database = await openDatabase({
      ...accountsSchema,
      ...{ url: roleUrl(url, 'accounts'), log: silentLog, statementTimeoutMs: 1_000 },
    });
    await register();
  });
  after(async () => {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const register = () =>
    createUser(
      database.fork(),
      {
        ...{ cedula: CEDULA, nombreCompleto: NAME, phone: PHONE, passwordHash: 'x', role: 'USER' },
        referrerId: null,
        consent: {
          ...{ purposes, text: { version: 'x', hash: null }, channel: 'web' },
          ...{ ip: '10.0.0.1', userAgent: 'x', subnet: '' },
        },
      },
      new Date(),
    );
  const found = () => planted.filter((value) => server.output().includes(value));
  /** What came before it has been written by then. */
  const flushed = (mark: string) =>
    eventually('the log has come so far', async () => {
      await withClient(url, (client) => client.query(`do $$ begin raise warning '${mark}'; end $$`));
      return server.output().includes(mark);
    });

  for (const [what, sql, code] of failing)
    it(`has no value of a service’s statement that fails because of ${what}`, async () => {
      expect((await failureOf(database.fork().execute(sql))).code).to.equal(code);
      await flushed(`after ${code}`);
      expect(found()).to.deep.equal([]);
    });

  it('has no value of a parameter', async () => {
    await withClient(roleUrl(url, 'accounts'), async (client) => {
      expect((await failureOf(client.query('select $1::int', [NAME]))).code).to.equal('22P02');
    });
    await flushed('after a parameter');
    expect(found()).to.deep.equal([]);
  });

  it('has no value of a registration that is refused, which is no error of the database', async () => {
    expect(await refusalOf(register())).to.include({ code: 'cedula_taken' });
    await flushed('after a registration');
    expect(found()).to.deep.equal([]);
  });

  it('would have them, were the roles not quiet', async () => {
    await withClient(url, async (client: pg.Client) => {
      await failureOf(client.query(`select '${NAME}'::int`));
    });
    await flushed('after the administrator');
    expect(found()).to.deep.equal([NAME]);
  });
});
