import { createEventBuffer, createSession } from 'better-sse';
import type { Ctx } from '../context.ts';
import { userOf } from '../web/session.ts';
import type { StreamHub } from './hub.ts';

/** GET /api/v1/events: the stream of census answers that this person may see. */
export const apiEvents =
  (hub: StreamHub) =>
  async (ctx: Ctx): Promise<void> => {
    const user = userOf(ctx);
    const { token = '', passport = '' } = ctx.state;
    hub.requireRoom(ctx.ip);
    const { req, res } = ctx;
    // Whoever left while we looked them up would never be noticed leaving.
    if (res.destroyed || req.destroyed) return;
    // The stream writes the response by itself; Koa must not end it.
    ctx.respond = false;
    const session = await createSession(req, res, {
      // Koa has put its own 404 on the response.
      statusCode: 200,
      retry: hub.retryMs(),
      // The hub's own sign of life carries how far the stream is.
      keepAlive: null,
      headers: { 'X-Accel-Buffering': 'no' },
    });
    if (!session.isConnected) return;
    const wire = {
      send(event: string, data: unknown, id?: string) {
        if (!session.isConnected || res.writableEnded) return;
        const block = createEventBuffer().event(event).data(data);
        if (id !== undefined) block.id(id);
        void session.batch(block.dispatch());
      },
      waitingBytes: () => res.writableLength,
      end: () => void res.end(),
      cut: () => void res.destroy(),
    };
    session.on('disconnected', hub.open({ user, token, passport, ip: ctx.ip }, wire, session.lastId));
  };
