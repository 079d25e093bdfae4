import type { ServerResponse } from 'node:http';
import type { Ctx } from '../context.ts';
import { userOf } from '../web/session.ts';
import type { StreamHub } from './hub.ts';
import type { Wire } from './wire.ts';

/** Nobody on the way may keep a stream, or hold it back. */
const HEAD = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/** Writes events as browsers read them; thousands are open, so it holds nothing but the response. */
const wireOn = (res: ServerResponse): Wire => ({
  send(event, data, id) {
    if (res.writableEnded || res.destroyed) return;
    const place = id === undefined ? '' : `id: ${id}\n`;
    res.write(`event: ${event}\n${place}data: ${JSON.stringify(data)}\n\n`);
  },
  waitingBytes: () => res.writableLength,
  end: () => void res.end(),
  cut: () => void res.destroy(),
});

/** The last event that the browser got: it says so itself, or the page that opens a stream anew does. */
const lastIdOf = (ctx: Ctx): string => {
  const { lastEventId } = ctx.query;
  return ctx.get('Last-Event-ID') || (typeof lastEventId === 'string' ? lastEventId : '');
};

/** GET /api/v1/events: the stream of census answers that this person may see. */
export const apiEvents =
  (hub: StreamHub) =>
  async (ctx: Ctx): Promise<void> => {
    const user = userOf(ctx);
    const { token = '', passport = '' } = ctx.state;
    hub.requireRoom(ctx.ip);
    const { req, res, ip } = ctx;
    // Whoever left while we looked them up would never be noticed leaving.
    if (res.destroyed || req.destroyed) return;
    // The stream writes the response by itself; Koa must not end it.
    ctx.respond = false;
    res.writeHead(200, HEAD);
    res.write(`retry: ${hub.retryMs()}\n\n`);
    res.once('close', hub.open({ user, token, passport, ip }, wireOn(res), lastIdOf(ctx)));
  };
