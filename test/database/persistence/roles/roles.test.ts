import { expect } from 'chai';
import { accountsSchema } from '../../../../services/accounts/store/schema.ts';
import { censusSchema } from '../../../../services/census/store/schema.ts';
import { awaitSchema } from '../../../../shared/persistence/await-schema.ts';
import { openDatabase } from '../../../../shared/persistence/database.ts';
import { migrate } from '../../../../shared/persistence/migrate.ts';
import { prepareRoles } from '../../../../shared/persistence/roles/prepare-roles.ts';
import { OWNER } from '../../../../shared/persistence/roles/role-names.ts';
import { refusalOf } from '../../../support/failures.ts';
import { silentLog, useDatabase, useEmptyDatabase } from '../../../support/servers/postgres.ts';
import { prepareDatabase, rolePasswords, roleUrl } from '../../../support/servers/roles.ts';
import { queryAt } from '../../../support/servers/sql.ts';

describe('The role of a service', () => {
  const database = useDatabase('accounts');
  const codeAs = async (name: 'accounts' | 'census' | 'pace', sql: string): Promise<unknown> =>
    queryAt(roleUrl(database.url, name), sql).then(
      () => null,
      ({ code }: { code?: string }) => code,
    );

  for (const [name, others] of [
    ['accounts', ['census.records', 'census.outbox', 'census.migrations', 'scraper.pace']],
    ['census', ['accounts.users', 'accounts.audit', 'accounts.sessions', 'scraper.pace']],
    ['pace', ['accounts.users', 'census.records']],
  ] as const)
    for (const table of others)
      it(`of ${name} neither reads nor writes ${table}`, async () => {
        for (const sql of [`select * from ${table}`, `delete from ${table}`, `truncate ${table}`])
          expect(await codeAs(name, sql)).to.equal('42501');
      });

  for (const sql of [
    'create table accounts.mine (a int)',
    'drop table accounts.sessions',
    'alter table accounts.users add column mine int',
    'truncate accounts.sessions',
    'create schema mine',
    'create table public.mine (a int)',
    `set role ${OWNER}`,
    'set role censo_census',
    `alter role censo_accounts set log_min_messages = 'info'`,
    `set log_min_messages = 'info'`,
    `copy accounts.users to program 'cat'`,
    `delete from accounts.consents`,
    `update accounts.consents set policy_version = 'x'`,
    `insert into accounts.migrations (name) values ('x')`,
  ])
    it(`is refused: ${sql}`, async () => {
      expect(await codeAs('accounts', sql)).to.equal('42501');
    });

  it('may do with every table of its own what its code does, also with one that a later release adds', async () => {
    await queryAt(
      database.url,
      `set role ${OWNER}; create table accounts.later (a int); create table census.later (a int)`,
    );
    expect(await codeAs('accounts', 'insert into accounts.later values (1)')).to.equal(null);
    expect(await codeAs('census', 'delete from census.later')).to.equal(null);
    expect(await codeAs('census', 'select * from accounts.later')).to.equal('42501');
    await queryAt(database.url, 'drop table accounts.later; drop table census.later');
  });

  it('knows the pace alone as the pace', async () => {
    expect(await codeAs('pace', 'delete from scraper.pace')).to.equal(null);
  });
});

describe('A database that an earlier release made as another role', () => {
  const empty = useEmptyDatabase();

  it('is handed over to the role that migrates, with all that is in it', async () => {
    for (const { schema, migrations } of [accountsSchema, censusSchema])
      await migrate({ url: empty.url, schema, migrations: migrations.slice(0, 8), log: silentLog });
    await prepareDatabase(empty.url);

    const left = await empty.query(
      `select relname from pg_class where relnamespace in ('accounts'::regnamespace, 'census'::regnamespace)
         and relowner <> '${OWNER}'::regrole
       union all select proname from pg_proc where pronamespace in ('accounts'::regnamespace, 'census'::regnamespace)
         and proowner <> '${OWNER}'::regrole and oid not in (select objid from pg_depend where deptype = 'e')`,
    );
    expect(left).to.deep.equal([]);
    await queryAt(roleUrl(empty.url, 'census'), 'select * from census.records');
  });

  it('lets no service make temporary objects', async () => {
    for (const name of ['accounts', 'census', 'pace'] as const)
      expect(
        await queryAt(roleUrl(empty.url, name), 'create temporary table mine ()').then(
          () => null,
          ({ code }: { code?: string }) => code,
        ),
        name,
      ).to.equal('42501');
  });

  it('is as it was when the same is done again', async () => {
    await prepareDatabase(empty.url);
    expect(await prepareRoles(empty.url, rolePasswords)).to.deep.equal({ left: [] });
  });

  it('is so too when several do it at one moment, as the pods of a cluster', async () => {
    const all = Array.from({ length: 8 }, () => prepareRoles(empty.url, rolePasswords));
    for (const prepared of await Promise.all(all)) expect(prepared).to.deep.equal({ left: [] });
  });
});

describe('A service, whose schema another migrates,', () => {
  const empty = useEmptyDatabase();

  it('refuses to work on one that is older, and changes nothing', async () => {
    const refusal = await refusalOf(
      openDatabase({ ...accountsSchema, url: empty.url, log: silentLog, patienceMs: 1 }),
    );
    expect(refusal).to.include({ code: 'schema_old', status: 503 });
    expect(refusal.message).to.include('censo migrate');
    expect(await empty.query(`select 1 from pg_namespace where nspname = 'accounts'`)).to.deep.equal([]);
  });

  it('waits until it is up to date', async () => {
    const names = accountsSchema.migrations.map(({ name }) => name);
    const waiting = awaitSchema({
      ...{ url: empty.url, schema: 'accounts', names, log: silentLog },
      patienceMs: 60_000,
    });
    await prepareDatabase(empty.url);
    await waiting;
  });
});

describe('Whoever migrates without a right to hand the schemas over', () => {
  const empty = useEmptyDatabase();

  it('is told so, and what helps', async () => {
    await empty.query(`create role plain login password 'sencilla'`);
    const url = new URL(empty.url);
    url.username = 'plain';
    url.password = 'sencilla';
    try {
      expect(await refusalOf(prepareRoles(url.href, {}))).to.include({ code: 'roles_refused' });
    } finally {
      await empty.query('drop role plain');
    }
  });
});

describe('Whoever migrates as the migrating role itself, of a server that another administers,', () => {
  // Before the database is dropped.
  after(async () => {
    await empty.query(`alter role ${OWNER} nologin password null`);
    await prepareRoles(empty.url, rolePasswords);
  });
  const empty = useEmptyDatabase();
  const url = (): string => {
    const address = new URL(empty.url);
    address.username = OWNER;
    address.password = 'clave-de-quien-migra';
    return address.href;
  };
  before(async () => {
    await prepareDatabase(empty.url);
    await empty.query(`alter role ${OWNER} login password 'clave-de-quien-migra'`);
    for (const role of [OWNER, 'censo_accounts', 'censo_census', 'censo_pace'])
      await empty.query(`alter role ${role} reset all`);
  });

  it('migrates, gives the services their rights, and is told what only the administrator may set', async () => {
    await empty.query('drop schema census cascade');
    await empty.query(
      `do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$`,
    );
    const { left } = await prepareRoles(url(), {});
    expect(left.join()).to.match(/revoke temporary on database "?\w+"? from public/);
    expect(left).to.include(`alter role censo_accounts set log_min_error_statement = 'panic'`);
    const { schema, migrations, grants } = censusSchema;
    await migrate({ url: url(), role: OWNER, schema, migrations, grants, log: silentLog });
    expect(await queryAt(roleUrl(empty.url, 'census'), 'select * from census.records')).to.deep.equal([]);
  });

  it('is told in one sentence when it cannot set a password', async () => {
    const refusal = await refusalOf(prepareRoles(url(), { accounts: 'x'.repeat(20) }));
    expect(refusal).to.include({ code: 'roles_refused' });
    expect(refusal.message).to.include('DATABASE_PASSWORD_');
  });
});
