import { duringRequest, isRequestId, newRequestId } from '../../../shared/log/request-context.ts';
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
    return duringRequest(id, next);
  };
