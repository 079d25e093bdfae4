import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { giveOrder } from '../support/processes/command-line.ts';
import { inBothModes } from '../support/system/modes.ts';
import { databaseUrlOf, inDatabase, withDatabaseOf } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

/** Somebody who has got hold of what a service has: its connection to Postgres. */
inBothModes('Whoever took a service over', 'untouched', (system, mode) => {
  /** As a service's role says it. @returns its SQLSTATE, null when it was done */
  const as = (role: string, sql: string): Promise<string | null> =>
    withDatabaseOf(system(), async (client) => {
      await client.query(`set role ${role}`);
      return client.query(sql).then(
        () => null,
        ({ code = '' }: { code?: string }) => code,
      );
    });
  const verify = async (...heads: string[]) => {
    const order = ['audit', 'verify', '--json', ...heads.flatMap((head) => ['--cabeza', head])];
    const env = { DATABASE_URL: await databaseUrlOf(system()) };
    const { code, json } = await giveOrder(order, env);
    const { head, faults = [] } = json<{
      head: { seq: string; hash: string };
      faults?: { kind: string; id: string | null }[];
    }>();
    return { code, head: `${head.seq}:${head.hash}`, faults: faults.map(({ kind, id }) => ({ kind, id })) };
  };
  /** Reads somebody, which leaves an entry. */
  const beAudited = async (): Promise<void> => {
    const person = createClient(system().origin);
    const { user } = (await person.register({ cedula: newCedula('00') })).body;
    const chief = createClient(system().origin);
    await chief.login(admin);
    expect(
      (await chief.post(`/admin/users/${user.id}/role`, { role: 'LEADER', reason: 'porque sí' })).status,
    ).to.be.below(300);
  };

  it('comes in as no more than that service, whichever it is', async () => {
    const roles = await inDatabase<{ name: string; super: boolean }>(
      system(),
      `select distinct usename as name, rolsuper as super from pg_stat_activity join pg_roles on rolname = usename
       where pid <> pg_backend_pid() and backend_type = 'client backend' order by 1`,
    );
    expect(roles).to.deep.equal(
      (mode === 'embedded'
        ? ['censo_accounts', 'censo_census', 'censo_pace']
        : ['censo_accounts', 'censo_census']
      ).map((name) => ({ name, super: false })),
    );
  });

  it('neither reads nor writes what another service keeps', async () => {
    for (const [role, table] of [
      ['censo_census', 'accounts.users'],
      ['censo_census', 'accounts.sessions'],
      ['censo_census', 'accounts.audit'],
      ['censo_accounts', 'census.records'],
      ['censo_accounts', 'census.outbox'],
      ['censo_pace', 'accounts.users'],
      ['censo_pace', 'census.records'],
    ] as const)
      for (const sql of [`select * from ${table}`, `delete from ${table}`, `truncate ${table}`])
        expect(await as(role, sql), `${role}: ${sql}`).to.equal('42501');
  });

  it('leaves the trail as it is', async () => {
    await beAudited();
    for (const sql of [
      'delete from accounts.audit',
      `update accounts.audit set actor_id = null`,
      'truncate accounts.audit',
      'delete from accounts.audit_chain',
      'alter table accounts.audit disable trigger all',
      'drop trigger chain_audit on accounts.audit',
    ])
      expect(await as('censo_accounts', sql), sql).to.equal('42501');
    expect(await as('censo_census', 'delete from census.operations')).to.equal('42501');
    expect(await verify()).to.include({ code: 0 });
  });

  it('does not become the owner of the tables by a type of their own under a name of the server’s', async () => {
    expect(await as('censo_accounts', 'create temporary table mine ()')).to.equal('42501');
    await withDatabaseOf(system(), async (client) => {
      const { rows } = await client.query('select current_database() as name');
      const database = client.escapeIdentifier(rows[0].name);
      // As where an administrator has not taken it from everybody yet.
      await client.query(`grant temporary on database ${database} to censo_accounts`);
      try {
        await client.query('set role censo_accounts');
        await client.query(`
          create function pg_temp.once_inside() returns boolean language plpgsql as $$
          begin
            if current_user <> 'censo_accounts' then raise exception 'as %', current_user; end if;
            return true;
          end $$`);
        for (const type of ['timestamptz', 'text', 'bytea', 'int8'])
          await client.query(
            `create domain pg_temp.${type} as pg_catalog.${type} check (pg_temp.once_inside())`,
          );
        await client.query(`
          insert into accounts.audit (at, actor_id, action, subject_ids, ip, detail)
          values (now(), null, 'user.read', '{}', '', 'por la puerta de atrás')`);
      } finally {
        await client.query('reset role');
        await client.query(`revoke temporary on database ${database} from censo_accounts`);
      }
    });
    expect(await verify()).to.include({ code: 0 });
  });

  it('is found out when they were the owner of the tables and took an entry out, or the end', async () => {
    await beAudited();
    await beAudited();
    const before = await verify();
    const [gone] = await inDatabase<{ id: string }>(
      system(),
      'select max(id)::text as id from accounts.audit',
    );
    const id = gone?.id ?? '';
    await withDatabaseOf(system(), async (client) => {
      await client.query('set role censo_migrate');
      expect(
        await client.query('delete from accounts.audit').then(
          () => null,
          ({ code }: { code?: string }) => code,
        ),
      ).to.equal('42501');
      await client.query('alter table accounts.audit disable trigger written_once');
      await client.query('delete from accounts.audit where id = $1', [id]);
      await client.query('alter table accounts.audit enable trigger written_once');
    });
    expect(await verify()).to.deep.include({ code: 1, faults: [{ kind: 'missing', id }] });

    await withDatabaseOf(system(), async (client) => {
      await client.query('set role censo_migrate');
      await client.query('alter table accounts.audit_chain disable trigger written_once');
      await client.query('delete from accounts.audit_chain where audit_id = $1', [id]);
      await client.query('alter table accounts.audit_chain enable trigger written_once');
    });
    expect(await verify()).to.include({ code: 0 });
    expect((await verify(before.head)).faults).to.deep.equal([{ kind: 'cut', id: null }]);
    const role = mode === 'embedded' ? 'censo' : 'accounts';
    await eventually('the log of accounts says where it ended', () =>
      /the trail's chain ends at \d+:/.test(system().processes.get(role)?.output() ?? ''),
    );
  });

  it('finds no person in the log of Postgres, whatever was refused', async () => {
    const cedula = newCedula('00');
    const person = { cedula, nombreCompleto: 'Plantada Buscada', phone: '3009998877' };
    for (let times = 0; times < 3; times += 1) await createClient(system().origin).register(person);
    await createClient(system().origin).register({ ...person, phone: '3009998877\0' });
    await createClient(system().origin).login({ cedula, password: `' or '1' = '1` });
    const log = await postgresLog();
    for (const value of [cedula, 'Plantada', '3009998877'])
      expect(log.includes(value), value).to.equal(false);
    expect(log).to.include('ready to accept connections');
  });

  /** What the server printed, which embedded nobody keeps but the process itself: its settings say what that is. */
  const postgresLog = async (): Promise<string> => {
    const { servers } = system();
    if (servers !== undefined) return servers.postgresLog();
    const settings = await inDatabase<{ name: string; setting: string }>(
      system(),
      `select name, setting from pg_settings where name in ('log_min_error_statement', 'log_min_messages', 'log_statement')
       order by name`,
    );
    expect(settings.map(({ setting }) => setting)).to.deep.equal(['panic', 'log', 'none']);
    return 'ready to accept connections';
  };
});
