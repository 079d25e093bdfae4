import { createHash } from 'node:crypto';
import { storeDecisions, storeReferrals } from '../../test/support/people/many-referrals.ts';
import { inDatabase, type Person } from './people.ts';
import type { Product } from './product.ts';

const tokenOf = (n: number): string => `bench${String(n).padStart(38, '0')}`;
const idOf = (n: number): string => `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`;

/**
 * A moment as the portal stores it: whole milliseconds. Of many people at one moment that has microseconds, whoever looks for
 * changes a minute after the start would read the same page again without end.
 */
export const NOW = "date_trunc('milliseconds', now())";

/** Of all in this run: figures may have one portal. */
let crowd = 1;
const crowdAfter = (count: number): number => {
  const from = crowd;
  crowd += count;
  return from;
};

/**
 * Stores people with a session each, straight in the database: thousands of registrations would take minutes of argon2.
 *
 * @param isWaiting they wait for their answer; else they have it
 */
export const storeCrowd = async (
  product: Pick<Product, 'databaseUrl'>,
  count: number,
  isWaiting: boolean,
  from = crowdAfter(count),
  // By the last two digits of a number the simulator answers.
  { each = 1, priority = 10 } = {},
): Promise<Person[]> => {
  const people = Array.from({ length: count }, (_, index) => ({
    id: idOf(from + index),
    token: tokenOf(from + index),
  }));
  const ids = people.map(({ id }) => id);
  const hashes = people.map(({ token }) => createHash('sha256').update(token).digest('hex'));
  await inDatabase(product, async (client) => {
    await client.query(
      `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
         referral_goal, created_at, census_version)
       select id, (800000000 + $3::int * ($2::int + n))::text, 'Rosa Prueba ' || n, '+573001234567', 'none', 'USER',
         'B' || ($2::int + n), 10, ${NOW}, 0
       from unnest($1::uuid[]) with ordinality as one (id, n)`,
      [ids, from, each],
    );
    await client.query(
      `insert into accounts.sessions (token_hash, user_id, created_at, expires_at, proved_at, id, ip, user_agent, last_used_at)
       select hash, id, now(), now() + interval '1 day', now(), gen_random_uuid(), '127.0.0.1', 'bench', now()
       from unnest($1::uuid[], $2::text[]) as one (id, hash)`,
      [ids, hashes],
    );
    await client.query(
      `insert into census.records (user_id, cedula, status, attempt, priority, requested_by, requested_at, due_at,
         answer, answered_at, answer_status, version, created_at, updated_at)
       select id, cedula, $2, 0, $3::int, id, ${NOW}, case when $2 = 'PENDING' then ${NOW} end,
         case when $2 = 'ACTIVE' then '{"kind":"active","departamento":"TOLIMA","municipio":"VILLA ESPERANZA",
           "puesto":"ESC RURAL EL ROBLE","direccion":"VDA EL ROBLE","mesa":"3"}'::jsonb end,
         case when $2 = 'ACTIVE' then ${NOW} end, case when $2 = 'ACTIVE' then 'ACTIVE' end, 1, ${NOW}, ${NOW}
       from accounts.users where id = any($1::uuid[])`,
      [ids, isWaiting ? 'PENDING' : 'ACTIVE', priority],
    );
    await storeDecisions(client, { ids });
    // Half a second each time, and one more is nothing that a plan depends on.
    if (count > 1) await client.query('analyze');
  });
  return people.map(({ id, token }) => ({ id, cookie: `censo-session=${token}` }));
};

let due = 0;

/** Stores people whose lookup is due, before everybody else's, and whom the official page knows. */
export const storeDue = async (product: Pick<Product, 'databaseUrl'>, count: number): Promise<void> => {
  if (count === 0) return;
  await storeCrowd(product, count, true, DUE_FROM + due, { each: 100, priority: 0 });
  due += count;
};

/** Whether everybody has an answer. */
export const isNobodyDue = (product: Pick<Product, 'databaseUrl'>): Promise<boolean> =>
  inDatabase(product, async (client) => {
    const { rowCount } = await client.query(
      `select 1 from census.records where status in ('PENDING', 'PROCESSING') limit 1`,
    );
    return rowCount === 0;
  });

const DUE_FROM = 500_000;
const LEADERS_FROM = 900_000;
let leaders = 0;
let referred = 100_000_000;

/**
 * Stores a LEADER who has their answer, and whom they referred.
 *
 * @param waiting who of them waits is before everybody who registers
 */
export const leaderOf = async (product: Product, count: number, waiting = false): Promise<Person> => {
  leaders += 1;
  const [leader] = await storeCrowd(product, 1, false, LEADERS_FROM + leaders);
  if (leader === undefined) throw new Error('nobody was stored');
  await inDatabase(product, async (client) => {
    await client.query(`update accounts.users set role = 'LEADER' where id = $1`, [leader.id]);
    await storeReferrals(client, { referrerId: leader.id, count, cedulasFrom: referred });
    referred += count;
    await storeDecisions(client, { referrerId: leader.id });
    if (waiting)
      await client.query(
        `update census.records set priority = 0 where referrer_id = $1 and due_at is not null`,
        [leader.id],
      );
    // As a list is a minute after it was filled: until then its index of trigrams has thousands pending, which real lists, filled over weeks, do not.
    await client.query('vacuum analyze');
  });
  return leader;
};
