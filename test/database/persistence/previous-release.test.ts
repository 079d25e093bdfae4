import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { listDeadLetters } from '../../../shared/durable/dead-letters.ts';
import { type Database, openDatabase } from '../../../shared/persistence/database.ts';
import { type ServiceName, services, useEmptyDatabase } from '../../support/servers/postgres.ts';

const LEADER = '00000000-0000-4000-8000-000000000001';
const REFERRED = '00000000-0000-4000-8000-000000000002';

/** What the release before this one stores, with the columns that it knows. */
const insertUser = (id: string, cedula: string, role: string, referrer: string | null) =>
  `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code, referral_goal,
     referrer_id, created_at, census_status, census_version)
   values ('${id}', '${cedula}', 'Íngrid Ñáñez', '3001234567', 'x', '${role}', 'C${cedula}', 10,
     ${referrer === null ? 'null' : `'${referrer}'`}, '2026-01-02T03:04:05Z', 'ACTIVE', 3)`;
const insertRecord = (id: string, cedula: string) =>
  `insert into census.records (user_id, cedula, referrer_id, status, attempt, priority, requested_at, answer,
     answered_at, version, created_at, updated_at)
   values ('${id}', '${cedula}', '${LEADER}', 'ACTIVE', 1, 10, '2026-01-02T03:04:05Z', '{"mesa": "4"}',
     '2026-01-02T03:05:05Z', 3, '2026-01-02T03:04:05Z', '2026-01-02T03:05:05Z')`;

/**
 * An upgrade: the database is at an earlier state and has rows; the new release migrates it while the old one may
 * still write for a moment. The first migration of each schema stands for the last release until there is a tag.
 */
describe('A database that an earlier release has filled', () => {
  const empty = useEmptyDatabase();
  const opened: Database[] = [];

  const open = async (service: ServiceName, upTo?: number): Promise<Database> => {
    const { migrations, ...rest } = services[service];
    const database = await openDatabase({
      ...rest,
      url: empty.url,
      owner: { url: empty.url },
      migrations: migrations.slice(0, upTo),
    });
    opened.push(database);
    return database;
  };
  const ask = (sql: string) => empty.query<Record<string, unknown>>(sql);
  const closeAll = () => Promise.all(opened.splice(0).map((database) => database.close()));

  before('fill it as it was, then migrate', async () => {
    await open('accounts', 1);
    await open('census', 1);
    await ask(insertUser(LEADER, '1000000001', 'LEADER', null));
    await ask(insertUser(REFERRED, '1000000002', 'USER', LEADER));
    await ask(insertRecord(REFERRED, '1000000002'));
    await ask(`insert into accounts.audit (at, actor_id, action, subject_ids, ip)
      values ('2026-01-02T03:04:05Z', '${LEADER}', 'referrals.list', '{${REFERRED}}', '10.0.0.1')`);
    await ask(`insert into census.attempts (lease_id, user_id, attempt, worker, started_at)
      values (gen_random_uuid(), '${REFERRED}', 1, 'w', '2026-01-02T03:04:05Z')`);
    await ask(
      `insert into accounts.outbox (name, payload, created_at) values ('user.registered', '{"userId": "x"}', now())`,
    );
    await closeAll();
  });
  afterEach(closeAll);

  it('has every row after the upgrade, as it was, and what the new release derives from it', async () => {
    const accounts = await open('accounts');
    const census = await open('census');

    expect(
      await ask('select id, nombre_completo, created_at, search_name from accounts.users order by id'),
    ).to.deep.equal([
      {
        id: LEADER,
        nombre_completo: 'Íngrid Ñáñez',
        created_at: new Date('2026-01-02T03:04:05Z'),
        search_name: 'ingrid nanez',
      },
      {
        id: REFERRED,
        nombre_completo: 'Íngrid Ñáñez',
        created_at: new Date('2026-01-02T03:04:05Z'),
        search_name: 'ingrid nanez',
      },
    ]);
    expect(await ask('select status, total from accounts.referral_counts')).to.deep.equal([
      { status: 'ACTIVE', total: 1 },
    ]);
    expect(await ask('select action, detail from accounts.audit')).to.deep.equal([
      { action: 'referrals.list', detail: '' },
    ]);
    expect(await ask('select answer, answer_status, version from census.records')).to.deep.equal([
      { answer: { mesa: '4' }, answer_status: 'ACTIVE', version: 3 },
    ]);
    expect(await ask('select count(*)::int as attempts from census.attempts')).to.deep.equal([
      { attempts: 1 },
    ]);
    for (const [database, schema] of [
      [accounts, 'accounts'],
      [census, 'census'],
    ] as const)
      expect(await listDeadLetters(database.fork(), schema)).to.deep.equal({ total: 0, items: [] });
  });

  it('still has the events that were not yet published, before those that the upgrade announces', async () => {
    expect(await ask('select name from accounts.outbox order by id')).to.deep.equal([
      { name: 'user.registered' },
      { name: 'user.role_changed' },
    ]);
  });

  it('takes what the earlier release still writes while the new one starts', async () => {
    await ask(insertUser('00000000-0000-4000-8000-000000000003', '1000000003', 'USER', LEADER));
    await ask(insertRecord('00000000-0000-4000-8000-000000000003', '1000000003'));
    const database = await open('accounts');
    const event = { userId: REFERRED, referrerId: LEADER, status: 'ERROR', version: 4 } as const;
    await copyStatuses(database.fork(), [event]);

    expect(
      await ask('select status, total from accounts.referral_counts where total > 0 order by status'),
    ).to.deep.equal([
      { status: 'ACTIVE', total: 1 },
      { status: 'ERROR', total: 1 },
    ]);
  });

  it('is migrated once, whoever starts again', async () => {
    const before = await ask('select * from accounts.migrations union all select * from census.migrations');
    await open('accounts');
    await open('census');
    expect(
      await ask('select * from accounts.migrations union all select * from census.migrations'),
    ).to.deep.equal(before);
  });
});
