import { setTimeout as rest } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { storeReferrals } from '../support/people/many-referrals.ts';
import { inBothModes } from '../support/system/modes.ts';
import { databaseUrlOf, inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

const MANY = 100_000;

const percentile = (values: readonly number[], part: number): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN);

inBothModes(
  'Erasing a leader of 100,000',
  { env: { SPACING_MS: '5000' } },
  (system) => {
    let leader: Client;
    let leaderId: string;
    let client: pg.Client;
    let friend: Client;

    before(async function () {
      this.timeout(600_000);
      const operator = createClient(system().origin);
      await operator.login(admin);
      await operator.post('/admin/lookups/pause', { reason: 'Medición del borrado' });
      client = new pg.Client({ connectionString: await databaseUrlOf(system()) });
      await client.connect();
      leader = createClient(system().origin);
      const { user } = (await leader.register({ cedula: newCedula('00') })).body;
      leaderId = user.id;
      await operator.post(`/admin/users/${user.id}/role`, { role: 'LEADER', reason: 'Medición' });
      await storeReferrals(client, { referrerId: user.id, count: MANY, cedulasFrom: 30_000_000 });
      friend = createClient(system().origin);
      await friend.register({ cedula: newCedula('00'), ref: user.referralCode });
      // 2,000 entries of the trail are by them.
      await client.query(
        `insert into accounts.audit ("at", actor_id, action, subject_ids, ip)
         select now(), $1, 'referrals.list', array(select id from accounts.users where referrer_id = $1 limit 25), '10.0.0.1'
         from generate_series(1, 2000)`,
        [user.id],
      );
      await client.query(
        'vacuum analyze accounts.users, census.records, accounts.referral_counts, accounts.audit',
      );
    });

    it('answers at once, and holds nobody up while the others lose them', async () => {
      const stop = new AbortController();
      const waits: number[] = [];
      let longest = 0;
      let longestWait = 0;
      const heldMs = new Map<string, number>();
      const watcher = new pg.Client({ connectionString: await databaseUrlOf(system()) });
      await watcher.connect();
      // What others do meanwhile: whom the leader referred asks for themselves, and somebody tries to log in.
      const others = (async () => {
        while (!stop.signal.aborted) {
          const from = performance.now();
          await friend.get('/me');
          await friend.post('/login', { cedula: '1', password: 'x' });
          waits.push(performance.now() - from);
          await rest(20);
        }
      })();
      const locks = (async () => {
        while (!stop.signal.aborted) {
          const { rows } = await watcher.query<{ ms: number | null; waited: number | null }>(
            `select max(extract(epoch from clock_timestamp() - xact_start) * 1000)::float as ms,
               (select max(extract(epoch from clock_timestamp() - waitstart) * 1000)::float from pg_locks where not granted) as waited
             from pg_stat_activity where usename in ('censo_accounts', 'censo_census') and backend_xid is not null`,
          );
          longest = Math.max(longest, rows[0]?.ms ?? 0);
          longestWait = Math.max(longestWait, rows[0]?.waited ?? 0);
          // What is held against others who write, by how long its transaction has run.
          const held = await watcher.query<{ what: string; ms: number }>(
            `select coalesce(relation::regclass::text, locktype) || ' ' || mode as what,
               max(extract(epoch from clock_timestamp() - xact_start) * 1000)::float as ms
             from pg_locks join pg_stat_activity using (pid)
             where granted and usename in ('censo_accounts', 'censo_census')
               and (mode like '%Exclusive%' or mode = 'ShareLock') and mode <> 'RowExclusiveLock'
               and locktype not in ('virtualxid', 'transactionid') group by 1`,
          );
          for (const { what, ms } of held.rows) heldMs.set(what, Math.max(heldMs.get(what) ?? 0, ms));
          await rest(5);
        }
      })();

      // Who has a role gives it back first.
      const { user: leading } = (await leader.get<{ user: { id: string } }>('/me')).body;
      await inDatabase(system(), `update accounts.users set role = 'USER' where id = $1`, [leading.id]);
      const begun = performance.now();
      expect((await leader.delete('/me?confirm=borrar')).status).to.equal(204);
      const answered = performance.now() - begun;
      const detached = async (table: string): Promise<number> => {
        await eventually(`nobody of ${table} names them`, async () => {
          const { rows } = await client.query(`select 1 from ${table} where referrer_id = $1 limit 1`, [
            leaderId,
          ]);
          return rows.length === 0;
        });
        return performance.now() - begun;
      };
      const [inAccounts, inCensus] = await Promise.all([
        detached('accounts.users'),
        detached('census.records'),
      ]);
      stop.abort();
      await Promise.all([others, locks]);
      await watcher.end();
      await client.end();
      console.log(
        `answered ${Math.round(answered)} ms; accounts detached ${Math.round(inAccounts)} ms, census ${Math.round(inCensus)} ms; ` +
          `longest writing transaction ${Math.round(longest)} ms, longest wait for a lock ${Math.round(longestWait)} ms, ` +
          `held: ${[...heldMs].map(([what, ms]) => `${what} ${Math.round(ms)} ms`).join(', ')}; others meanwhile: median ${percentile(waits, 0.5)} ms, ` +
          `p99 ${percentile(waits, 0.99)} ms, longest ${percentile(waits, 0.9999)} ms of ${waits.length}`,
      );
    });
  },
  ['embedded', 'distributed'],
);
