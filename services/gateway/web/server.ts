import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/within.ts';

/** Whoever takes longer to say what they want, or to send it, is cut off: a place here is not held by being slow. */
const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  /** How often Node looks whether somebody takes too long. */
  connectionsCheckingInterval: 2_000,
};
/** Longer than what a proxy keeps a connection for, so that the proxy closes it first. */
const KEEP_ALIVE_MS = 75_000;
/** A connection that is kept open for more is closed so soon after its request, once the server closes. */
const IDLE_CHECK_MS = 100;

/** @throws the listen error */
export const listen = async (
  handler: RequestListener,
  host: string,
  port: number,
  patience = PATIENCE,
): Promise<Server> => {
  const server = createServer(
    {
      ...patience,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    handler,
  );
  server.listen(port, host);
  await once(server, 'listening');
  return server;
};

/** Takes no new connection, gives requests in flight `graceMs` to end, then cuts what is left. */
export const closeServer = async (
  server: Server,
  graceMs: number,
  clock: Clock = systemClock,
): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const endLooking = clock.every(IDLE_CHECK_MS, () => server.closeIdleConnections());
  await within(graceMs, closed, { late: () => server.closeAllConnections(), clock });
  await closed;
  endLooking();
};
