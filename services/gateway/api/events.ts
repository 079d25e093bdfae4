import { createSession } from 'better-sse';
import type { Ctx } from '../context.ts';
import { userOf } from '../middleware/session.ts';
import type { StreamHub } from '../streams/hub.ts';

const RETRY_MS = 2_000;
const HEARTBEAT_MS = 15_000;

/** GET /api/v1/events : the stream of census answers that this person may see. */
export const apiEvents =
  (hub: StreamHub) =>
  async (ctx: Ctx): Promise<void> => {
    const user = userOf(ctx);
    const { token = '' } = ctx.state;
    hub.requireRoom();
    // Whoever left while we looked them up would never be noticed leaving.
    if (ctx.res.destroyed || ctx.req.destroyed) return;
    // The stream writes the response by itself; Koa must not end it.
    ctx.respond = false;
    const session = await createSession(ctx.req, ctx.res, {
      // Koa has put its own 404 on the response.
      statusCode: 200,
      retry: RETRY_MS,
      keepAlive: HEARTBEAT_MS,
      headers: { 'X-Accel-Buffering': 'no' },
    });
    await hub.open(session, { user, token, ip: ctx.ip, end: () => ctx.res.end() });
  };
