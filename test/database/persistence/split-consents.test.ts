import { expect } from 'chai';
import pg from 'pg';
import { openDatabase } from '../../../shared/persistence/database.ts';
import { eventually } from '../../support/eventually.ts';
import { services, useEmptyDatabase } from '../../support/servers/postgres.ts';

/** The state before a consent became three decisions. */
const EARLIER = services.accounts.migrations.findIndex(({ name }) => name === 'M0015Shared');
/** More than are split at once. */
const MANY = 1_050;
const LEADER = idOf(1);

function idOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

describe('What people accepted before there were three decisions', () => {
  const empty = useEmptyDatabase();
  const ask = (sql: string, values?: unknown[]) => empty.query<Record<string, unknown>>(sql, values);
  const migrate = async (upTo?: number) => {
    const { migrations, ...rest } = services.accounts;
    const database = await openDatabase({
      ...rest,
      url: empty.url,
      owner: { url: empty.url },
      migrations: migrations.slice(0, upTo),
      migration: { tableLockMs: 600_000 },
    });
    await database.close();
  };
  /** As the earlier release registers people. */
  const register = (from: number, to: number) =>
    ask(
      `with "new" as (
         insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
           referral_goal, referrer_id, created_at, census_version)
         select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, (1000000 + n)::text, 'Ana Peña',
           '+573001234567', 'x', 'USER', 'C' || n, 10, case when n > 1 then $3::uuid end, '2026-01-02T03:04:05Z', 0
         from generate_series($1::int, $2::int) n returning id)
       insert into accounts.consents (id, user_id, policy_version, granted_at, ip, user_agent)
       select gen_random_uuid(), id, '2025-01-01', '2026-01-02T03:04:05Z', '10.0.0.1', 'Firefox' from "new"`,
      [from, to, LEADER],
    );
  const decided = (n: number) =>
    ask(
      `select purpose, policy_version, granted_at, channel from accounts.consents
       where user_id = $1 and withdrawn_at is null order by purpose`,
      [idOf(n)],
    );
  const all = ['lookup', 'policy', 'sharing'].map((purpose) => ({
    ...{ purpose, policy_version: '2025-01-01', channel: 'earlier' },
    granted_at: new Date('2026-01-02T03:04:05Z'),
  }));

  before(async () => {
    await migrate(EARLIER);
    await register(1, MANY);
    // Who accepted two texts, and whom the command line has made.
    await ask(
      `insert into accounts.consents (id, user_id, policy_version, granted_at, ip, user_agent)
       values (gen_random_uuid(), $1, '2024-01-01', '2025-02-03T04:05:06Z', '10.0.0.1', 'Firefox')`,
      [idOf(2)],
    );
    await ask(`insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
        referral_goal, created_at, census_version)
      values ('${idOf(9_999)}', '999', 'Raúl Gómez', '+573001234567', 'x', 'ADMIN', 'ADMIN', 10, now(), 0)`);
    await ask(`update accounts.users set changed_at = 'epoch'`);
    await migrate(EARLIER + 2);
  });

  it('is split while people register and log in, and goes on where it was ended', async () => {
    const holder = new pg.Client({ connectionString: empty.url });
    await holder.connect();
    await holder.query('begin');
    // Of those who are split last: the others are done.
    await holder.query('select 1 from accounts.users where id = $1 for update', [idOf(MANY)]);
    const migrating = migrate().then(
      () => 'done',
      () => 'ended',
    );
    let pid: unknown;
    await eventually('it waits in the middle', async () => {
      const [waiting] = await ask(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
           and query like '%"split"%'`,
      );
      pid = waiting?.pid;
      return pid !== undefined;
    });

    await register(2_000, 2_000);
    await ask('select 1 from accounts.users where id = $1 for update', [idOf(3)]);
    await ask(
      `insert into accounts.sessions (token_hash, user_id, created_at, expires_at) values ('t', $1, now(), now())`,
      [idOf(3)],
    );
    expect(await decided(2_000)).to.deep.equal(all);
    expect(await decided(3)).to.deep.equal(all);
    expect(await decided(MANY)).to.have.length(1);

    await ask('select pg_terminate_backend($1)', [pid]);
    expect(await migrating).to.equal('ended');
    await holder.end();
    await migrate();
    for (const n of [1, 3, MANY, 2_000]) expect(await decided(n)).to.deep.equal(all);
    expect(await ask('select count(*)::int as "rows" from accounts.consents')).to.deep.equal([
      { rows: 3 * (MANY + 2) },
    ]);
  });

  it('ends with the newer of two', async () => {
    expect(await decided(2)).to.deep.equal(all);
    expect(
      await ask(
        `select distinct withdrawn_at from accounts.consents where user_id = $1 and policy_version = '2024-01-01'`,
        [idOf(2)],
      ),
    ).to.deep.equal([{ withdrawn_at: new Date('2026-01-02T03:04:05Z') }]);
  });

  it('is no news of anybody, and counts as before', async () => {
    expect(
      await ask(`select id, shared from accounts.users where changed_at > 'epoch' or not shared order by id`),
    ).to.deep.equal([
      // Who accepted two texts has shared all along; who registered meanwhile is new.
      { id: idOf(2), shared: true },
      { id: idOf(2_000), shared: true },
      { id: idOf(9_999), shared: false },
    ]);
    expect(await ask('select status, total from accounts.referral_counts')).to.deep.equal([
      { status: '', total: MANY },
    ]);
  });

  it('is held by whole indexes and a key', async () => {
    expect(
      await ask(`select indexrelid::regclass::text as index from pg_index where not indisvalid
        union all select conname from pg_constraint where not convalidated`),
    ).to.deep.equal([]);
  });
});
