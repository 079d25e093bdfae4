/**
 * What the portal's pages are measured against: one process with Koa, Eta and Postgres that does what a page cannot do
 * without, by hand. It reads whose session it is and their record by two prepared statements on indexes, and shows them in
 * a page with the portal's frame; a list of 25 the same way, and a record as JSON.
 *
 * node server.ts <address of the product's database>
 */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Eta } from 'eta';
import Koa from 'koa';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });
const eta = new Eta({ views: import.meta.dirname, cache: true });

const SESSION = `select u.* from accounts.sessions s join accounts.users u on u.id = s.user_id
  where s.token_hash = $1 and s.expires_at > now() and s.replaced_at is null and u.suspended_at is null`;
const RECORD = 'select * from census.records where user_id = $1';
const LIST = `select u.id, u.cedula, u.nombre_completo, u.phone, u.created_at, r.status, r.answer
  from accounts.users u left join census.records r on r.user_id = u.id
  where u.referrer_id = $1 order by u.created_at desc, u.id desc limit 25`;

const read = async (name: string, text: string, value: string) =>
  (await pool.query({ name, text, values: [value] })).rows;

const app = new Koa();
app.use(async (ctx) => {
  const token = ctx.cookies.get('censo-session') ?? '';
  const [user] = await read('session', SESSION, createHash('sha256').update(token).digest('hex'));
  if (user === undefined) return ctx.throw(401);
  ctx.set('Cache-Control', 'no-store');
  if (ctx.path === '/referidos/') {
    ctx.type = 'html';
    ctx.body = eta.render('./list', { user, rows: await read('list', LIST, user.id) });
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
