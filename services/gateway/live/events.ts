import type { IncomingMessage } from 'node:http';
import type { Ctx } from '../context.ts';
import { programHeaders } from '../web/headers.ts';
import { countStream } from '../web/limited.ts';
import { holderOf } from '../web/session.ts';
import type { StreamHub } from './hub.ts';
import { ResponseWire } from './wire.ts';

const REQUEST_ID = 'X-Request-Id';
/** Nobody on the way may keep a stream, or hold it back. */
const HEAD = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/** The last event that the browser got: it says so itself, or the page that opens a stream anew does. */
const lastIdOf = (ctx: Ctx): string => {
  const { lastEventId } = ctx.query;
  return ctx.get('Last-Event-ID') || (typeof lastEventId === 'string' ? lastEventId : '');
};

/** A text of its own: a part of a longer one keeps that whole, here what the browser sent with it. */
const alone = (text: string): string => Buffer.from(text).toString();

/** Lets go of what was asked: thousands stay open, and Node keeps a request for as long as its response. */
const forgetAsked = (req: IncomingMessage & { _parsedUrl?: unknown }): void => {
  req.headers = {};
  req.rawHeaders = [];
  req.url = '';
  req._parsedUrl = undefined;
};

/** GET /api/v1/events: the stream of census answers that this person may see. */
export const apiEvents = (hub: StreamHub, production: boolean) => {
  const head = Object.entries({ ...programHeaders(production), ...HEAD }).flat();
  return async (ctx: Ctx): Promise<void> => {
    const { token, user } = await holderOf(ctx);
    await countStream(ctx, user.id);
    hub.requireRoom(ctx.ip);
    const { req, res, ip } = ctx;
    // Whoever left while we looked them up would never be noticed leaving.
    if (res.destroyed || req.destroyed) return;
    // The stream writes the response by itself; Koa must not end it.
    ctx.respond = false;
    const [lastId, requestId] = [lastIdOf(ctx), ctx.state.requestId ?? res.getHeader(REQUEST_ID)];
    forgetAsked(req);
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    res.writeHead(200, [...head, REQUEST_ID, String(requestId)]);
    res.write(`retry: ${hub.retryMs()}\n\n`);
    res.on('close', hub.open({ user, token: alone(token), ip: alone(ip) }, new ResponseWire(res), lastId));
  };
};
