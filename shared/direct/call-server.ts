import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';
import { z } from 'zod';
import type { DirectCall } from './call-client.ts';

export interface CallServerOptions {
  host: string;
  /** 0 = any free one. */
  port: number;
  /** The word without which nothing is done. */
  token: string;
  /** Whether this process has the action. */
  offers(action: string): boolean;
  perform(call: DirectCall): Promise<unknown>;
  /** An error as it crosses the wire. */
  plain(error: unknown): object;
}

/** As much as NATS carries in one message. */
const LARGEST_BODY = '1mb';

/** A connection whose other end vanished without a word is noticed after this time, by the system. */
const PEER_CHECK_MS = 30_000;

const bodyRule = z.object({ params: z.looseObject({}), meta: z.looseObject({}) });

/** An answer that never ends: see lines.ts. */
const hold = (ctx: Koa.Context): void => {
  ctx.respond = false;
  ctx.res.writeHead(200);
  ctx.res.flushHeaders();
};

/**
 * Takes calls of other processes of the portal while NATS is away: `POST /<action>` with `{"params": …, "meta": …}` gives
 * `{"result": …}`, or 500 with `{"error": …}`. `GET /` stays open for as long as this process lives.
 *
 * @throws the listen error when the port is taken
 */
export const startCallServer = async (options: CallServerOptions): Promise<Server> => {
  const { host, port, token, offers, perform, plain } = options;
  const expected = Buffer.from(`Bearer ${token}`);
  const app = new Koa();

  app.use(async (ctx, next) => {
    const given = Buffer.from(ctx.get('authorization'));
    const known = given.length === expected.length && timingSafeEqual(given, expected);
    if (!known) ctx.throw(401);
    await next();
  });
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: LARGEST_BODY }));
  app.use(async (ctx) => {
    if (ctx.method === 'GET' && ctx.path === '/') return hold(ctx);
    const action = ctx.path.slice(1);
    if (ctx.method !== 'POST' || !offers(action)) ctx.throw(404);
    const sent = bodyRule.safeParse(ctx.request.body);
    if (!sent.success) return ctx.throw(400);
    try {
      ctx.body = { result: await perform({ action, ...sent.data }) };
    } catch (error) {
      ctx.status = 500;
      ctx.body = { error: plain(error) };
    }
  });

  const server = createServer({ keepAlive: true, keepAliveInitialDelay: PEER_CHECK_MS }, app.callback());
  server.listen(port, host);
  await once(server, 'listening');
  return server;
};
