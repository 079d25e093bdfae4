import { duringRequest, isRequestId, newRequestId } from '../../../shared/log/request-context.ts';
import { inSpan, isTracing } from '../../../shared/tracing/tracing.ts';
import type { Ctx, Next } from '../context.ts';

/**
 * Gives every request an id, which its lines in the logs of all services have, and its answer (`X-Request-Id`): one that our own
 * proxy gave is kept.
 *
 * @param hops how many proxies of ours stand before the portal
 */
export const identified =
  (hops: number) =>
  (ctx: Ctx, next: Next): Promise<unknown> => {
    const given = hops === 0 ? undefined : ctx.get('X-Request-Id');
    const id = isRequestId(given) ? given : newRequestId();
    ctx.set('X-Request-Id', id);
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
