/**
 * What the portal's pages are measured against: one process with Koa, Eta and Postgres that does what a page cannot do
 * without, by hand. It reads whose session it is and their record by two prepared statements on indexes, and shows them in
 * a page with the portal's frame, and a record as JSON. A list of 25 shows as much of each as the portal's, with how many each
 * filter has, and that somebody looked at these people is on the disk before it is shown.
 *
 * node server.ts <address of the product's database>
 */
import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Eta } from 'eta';
import Koa from 'koa';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });
const eta = new Eta({ views: import.meta.dirname, cache: true });

const SESSION = `select u.* from accounts.sessions s join accounts.users u on u.id = s.user_id
  where s.token_hash = $1 and s.expires_at > now() and s.replaced_at is null and u.suspended_at is null`;
const RECORD = 'select * from census.records where user_id = $1';
const LIST = `select u.id, u.cedula, u.nombre_completo, u.phone, u.created_at, r.status, r.version, r.answer, r.answered_at
  from accounts.users u left join census.records r on r.user_id = u.id
  where u.referrer_id = $1 order by u.created_at desc, u.id desc limit 25`;
const COUNTS = 'select status, total from accounts.referral_counts where referrer_id = $1';
const PLACES = `select place, sum(total)::int as people from accounts.referral_places
  where referrer_id = $1 and within = '' group by 1 order by 2 desc limit 60`;
const LOOK = 'insert into looks (who, whom) values ($1, $2)';
await pool.query('create table if not exists looks (at timestamptz default now(), who uuid, whom uuid[])');

const read = async (name: string, text: string, ...values: unknown[]) =>
  (await pool.query({ name, text, values })).rows;

const list = async (id: string) => {
  const [rows, counts, places] = await Promise.all([
    read('list', LIST, id),
    read('counts', COUNTS, id),
    read('places', PLACES, id),
  ]);
  const whom = rows.map((row) => row.id);
  await read('look', LOOK, id, whom);
  return { rows, counts, places };
};

const app = new Koa();
app.use(async (ctx) => {
  const token = ctx.cookies.get('censo-session') ?? '';
  const [user] = await read('session', SESSION, createHash('sha256').update(token).digest('hex'));
  if (user === undefined) return ctx.throw(401);
  ctx.set('Cache-Control', 'no-store');
  if (ctx.path === '/referidos/') {
    ctx.type = 'html';
    const token = randomBytes(48).toString('base64url');
    ctx.body = eta.render('./list', { user, token, ...(await list(user.id)) });
    return;
  }
  const [record] = await read('record', RECORD, user.id);
  if (ctx.path === '/api/v1/me/census') {
    ctx.body = record;
    return;
  }
  ctx.type = 'html';
  ctx.body = eta.render('./profile', { user, record });
});
const server = app.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0));
