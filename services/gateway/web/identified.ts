import { duringRequest, isRequestId, newRequestId } from '../../../shared/log/request-context.ts';
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
    return duringRequest(id, next);
  };
