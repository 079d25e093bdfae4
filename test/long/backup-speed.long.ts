import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { expect } from 'chai';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../shared/persistence/embedded-postgres.ts';
import { storeReferrals } from '../support/people/many-referrals.ts';
import { root, startChild } from '../support/processes/child.ts';
import { giveOrder } from '../support/processes/command-line.ts';
import { queryAt, withClient } from '../support/servers/sql.ts';

const PEOPLE = Number(process.env.PEOPLE ?? 10_000);
const LEADER = 'aaaaaaaa-0000-4000-8000-000000000001';
const silent = { info: () => {}, warn: () => {} };

/** Per person beside their account and record: three decisions, an attempt or two, two entries of the trail. */
const fill = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    await client.query('set session_replication_role = replica; set synchronous_commit = off');
    await storeReferrals(client, { referrerId: LEADER, count: PEOPLE, cedulasFrom: 30_000_000 });
    await client.query(
      `insert into accounts.consents (id, user_id, purpose, policy_version, granted_at, ip, user_agent, text_hash, channel)
       select gen_random_uuid(), id, purpose, '2026-11-26b', created_at, '192.0.2.' || (row_number() over () % 250),
         'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile', encode(sha256(purpose::bytea), 'hex'), 'web'
       from accounts.users, unnest(array['policy', 'lookup', 'sharing']) purpose`,
    );
    await client.query(
      `insert into census.attempts (lease_id, user_id, attempt, worker, started_at, finished_at, outcome)
       select gen_random_uuid(), user_id, 1, 'scraper-1', created_at, created_at + interval '9 s', status from census.records`,
    );
    await client.query('set session_replication_role = origin');
    for (let n = 0; n < 2; n += 1)
      await client.query(
        `insert into accounts.audit (at, actor_id, action, subject_ids, ip, detail)
         select now(), $1, 'referral.read', array[id], '192.0.2.7', '' from accounts.users`,
        [LEADER],
      );
    await client.query('vacuum analyze');
  });

describe(`Backups of ${PEOPLE} people`, function () {
  this.timeout(3_600_000);
  let folder: string;
  let postgres: EmbeddedPostgres;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-backup-speed-'));
    postgres = await startEmbeddedPostgres(join(folder, 'source'), silent);
    expect((await giveOrder(['migrate'], { DATABASE_URL: postgres.url })).code).to.equal(0);
    await fill(postgres.url);
  });
  after(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Gives an order as a process, and says how long it took and how much memory it had at the most. */
  const give = async (words: string[], env: Record<string, string>): Promise<void> => {
    const from = performance.now();
    const child = startChild(process.execPath, ['scripts/production/censo.mjs', ...words], {
      cwd: root,
      env,
    });
    let peak = 0;
    let ended = false;
    const watching = (async () => {
      while (!ended) {
        const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
        await rest(100);
      }
    })();
    const code = await child.ended;
    ended = true;
    await watching;
    console.log(
      `${words[0]}: ${((performance.now() - from) / 1_000).toFixed(1)} s, ${Math.round(peak / 1_024)} MiB`,
    );
    expect(code, child.output()).to.equal(0);
  };

  it('are made, verified and restored, in memory that does not grow with them', async () => {
    const [file, key] = [join(folder, 'a.age'), join(folder, 'key')];
    const { json } = await giveOrder(['backup-key', '--out', key, '--json'], {});
    const { recipient } = json<{ recipient: string }>();
    const [{ size } = { size: '' }] = await queryAt<{ size: string }>(
      postgres.url,
      'select pg_size_pretty(pg_database_size(current_database())) as size',
    );
    const env = { DATABASE_URL: postgres.url };
    await give(['backup', '--out', file, '--para', recipient], env);
    console.log(`${size} in Postgres, ${((await stat(file)).size / 1_048_576).toFixed(1)} MiB in the file`);
    await give(['verify', file, '--clave', key], { DATA_DIR: folder });
    await queryAt(postgres.url, 'create database restored');
    const target = new URL(postgres.url);
    target.pathname = '/restored';
    await give(['restore', file, '--clave', key, '--sin-borrados'], {
      DATABASE_URL: target.href,
      FACTOR_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    expect(await queryAt(target.href, 'select count(*)::int as people from accounts.users')).to.deep.equal([
      { people: PEOPLE },
    ]);
  });
});
