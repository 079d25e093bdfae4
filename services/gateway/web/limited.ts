import type { LimitKind } from '../../../shared/config/variables/limits.ts';
import { connectionOf, subnetBlock } from '../../../shared/origin/address-block.ts';
import type { Ctx, Next } from '../context.ts';

/** Counts a request of this kind. @throws AppError `too_many_requests` (429) */
export const limited =
  (kind: LimitKind) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    const { user } = ctx.state;
    await ctx.door.limits[kind].take({
      ...{ address: connectionOf(ctx.ip), subnet: subnetBlock(ctx.ip) },
      ...(user === undefined ? {} : { person: user.id }),
    });
    await next();
  };

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const countWrite = limited('write');

/** Counts what changes something; behind the session, to know whose it is. */
export const limitedWrite = (ctx: Ctx, next: Next): Promise<unknown> =>
  SAFE.has(ctx.method) ? next() : countWrite(ctx, next);
