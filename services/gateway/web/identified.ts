import { duringRequest, isRequestId, newRequestId } from '../../../shared/log/request-context.ts';
import { inSpan, isTracing } from '../../../shared/tracing/tracing.ts';
import type { Ctx, Next } from '../context.ts';

const tellOf = (ctx: Ctx, id: string): void => ctx.set('X-Request-Id', id);

/**
 * Gives every request an id, which its lines in the logs of all services have, and its answer (`X-Request-Id`): one that our own
 * proxy gave is kept.
 *
 * @param hops how many proxies of ours stand before the portal
 * @param tell how the answer is given it: at once as a header, unless told
 */
export const identified =
  (hops: number, tell = tellOf) =>
  (ctx: Ctx, next: Next): Promise<unknown> => {
    const given = hops === 0 ? undefined : ctx.get('X-Request-Id');
    const id = isRequestId(given) ? given : newRequestId();
    tell(ctx, id);
    return duringRequest(id, () => (isTracing() ? inTrace(ctx, id, next) : next()));
  };

const inTrace = (ctx: Ctx, id: string, next: Next): Promise<unknown> =>
  inSpan(
    ctx.method,
    async (note) => {
      await next();
      const route = typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : 'none';
      note({
        ...{ 'http.request.method': ctx.method, 'http.route': route },
        'http.response.status_code': ctx.status,
      });
    },
    { kind: 'server', attributes: { 'censo.request': id } },
  );
