import type { IncomingMessage, RequestListener } from 'node:http';
import type Koa from 'koa';
import type { Config } from '../../../shared/config/config.ts';
import type { Ctx, Extension, Next, State } from '../context.ts';
import { programHeaders } from '../web/headers.ts';
import { identified } from '../web/identified.ts';
import { EVENTS } from './routes.ts';

type Step = (ctx: Ctx, next: Next) => Promise<unknown>;

/** Whether somebody opens a stream, as browsers do: what comes with a body, or was mistyped, is the application's. */
const opensStream = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' &&
  (url === EVENTS || url.startsWith(`${EVENTS}?`)) &&
  headers['content-length'] === undefined &&
  headers['transfer-encoding'] === undefined;

const inTurn = (steps: readonly Step[]): ((ctx: Ctx) => Promise<unknown>) =>
  steps.reduceRight<(ctx: Ctx) => Promise<unknown>>(
    (rest, step) => (ctx) => step(ctx, () => rest(ctx)),
    () => Promise.resolve(),
  );

/**
 * Leads those who open a stream past the application, by these steps alone: they come by the thousand when a gateway is gone,
 * most of what a page passes is not for them, and what Koa keeps of a request stayed with each for as long as it is open.
 *
 * @param steps as the application has them, in its order; none fails, for one of them turns errors into answers. None sets a
 * header where all is well: Node would keep each beside the head that it has written.
 */
export const streamsStraight = (
  app: Koa<State, Extension>,
  steps: readonly Step[],
  { production, proxyHops }: Pick<Config, 'production' | 'proxyHops'>,
): RequestListener => {
  const others = app.callback();
  const remember = (ctx: Ctx, id: string): void => {
    ctx.state.requestId = id;
  };
  const pass = inTurn([identified(proxyHops, remember), ...steps]);
  const headers = { ...programHeaders(production), 'Cache-Control': 'no-store' };
  return (req, res) => {
    if (!opensStream(req)) return void others(req, res);
    const ctx = app.createContext(req, res) as Ctx;
    ctx._matchedRoute = EVENTS;
    pass(ctx)
      .then(() => {
        if (ctx.respond === false) return;
        const told = { ...headers, 'X-Request-Id': ctx.state.requestId ?? '' };
        for (const [name, value] of Object.entries(told)) res.setHeader(name, value);
        res.end(JSON.stringify(ctx.body));
      })
      .catch((error) => {
        app.emit('error', error, ctx);
        res.destroy();
      });
  };
};
