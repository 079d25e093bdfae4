import type { IncomingMessage } from 'node:http';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { Ctx, Next } from '../context.ts';

/** So much of a body that nobody wants is still taken, and for so long: whoever sends it reads the answer only then. */
const DRAINED_BYTES = 1024 * 1024;
const DRAINED_MS = 2_000;

/**
 * A connection whose request was answered before its body was read is closed. What is left of the body would be taken
 * for the next request, or never be read at all: a proxy that keeps the connection would hand somebody else's request
 * to it, and wait.
 */
export const closeUnread =
  (clock: Clock = systemClock) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    try {
      await next();
    } finally {
      if (hasBody(ctx.req) && !ctx.req.readableEnded) {
        if (!ctx.res.headersSent) ctx.set('Connection', 'close');
        drain(ctx.req, clock);
      }
    }
  };

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Reads on and forgets, up to a bound; then the connection is cut. */
const drain = (req: IncomingMessage, clock: Clock): void => {
  let left = DRAINED_BYTES;
  const enough = new AbortController();
  const settle = (): void => enough.abort();
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.destroy();
  });
  req.once('end', settle).once('close', settle).on('error', settle);
  req.resume();
  clock.wait(DRAINED_MS, enough.signal).then(
    () => req.destroy(),
    () => undefined,
  );
};
