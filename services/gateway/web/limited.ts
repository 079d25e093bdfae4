import type { LimitKind } from '../../../shared/config/variables/limits.ts';
import { connectionOf, subnetBlock } from '../../../shared/origin/address-block.ts';
import type { Ctx, Next } from '../context.ts';
import { isSafe } from './safe.ts';

/** Counts what somebody asks for, once or as often as it stands for. @throws AppError `too_many_requests` (429) */
const count = async (ctx: Ctx, kind: LimitKind, times = 1, person = ctx.state.user?.id): Promise<void> => {
  const whose = {
    ...{ address: connectionOf(ctx.ip), subnet: subnetBlock(ctx.ip) },
    ...(person === undefined ? {} : { person }),
  };
  await ctx.door.limits[kind].take(whose, times);
};

/** Counts a request of this kind. @throws AppError `too_many_requests` (429) */
export const limited =
  (kind: LimitKind) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    await count(ctx, kind);
    await next();
  };

/** Counts a stream that somebody opens. @throws AppError `too_many_requests` (429) */
export const countStream = (ctx: Ctx, person: string): Promise<void> => count(ctx, 'stream', 1, person);

/** Counts a password that is to be judged. @throws AppError `too_many_requests` (429) */
export const countStrength = (ctx: Ctx): Promise<void> => count(ctx, 'strength');

/** How many people a page shows: as many count once. */
const PEOPLE = 25;

/**
 * Counts a page of a list of people, so that nobody walks it faster than they could read.
 *
 * @param people the most that it has; a page of the portal's own has {@link PEOPLE}
 * @throws AppError `too_many_requests` (429)
 */
export const countList = (ctx: Ctx, people = PEOPLE): Promise<void> =>
  count(ctx, 'list', Math.ceil(people / PEOPLE));

const countWrite = limited('write');

/** Counts what changes something; behind the session, to know whose it is. */
export const limitedWrite = (ctx: Ctx, next: Next): Promise<unknown> =>
  isSafe(ctx) ? next() : countWrite(ctx, next);
