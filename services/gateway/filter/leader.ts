import type { Referral } from '../../../shared/contract/accounts.ts';
import type { Ctx } from '../context.ts';

/**
 * The LEADER whose referrals are asked for; null when they are one's own. That the actor was shown who they are is
 * written down.
 *
 * @throws AppError `not_found` (404), the same for a foreign LEADER and a missing one
 */
export const leaderOf = async (ctx: Ctx, leaderId: string | undefined): Promise<Referral | null> =>
  leaderId === undefined ? null : ctx.call('accounts.referral', { userId: leaderId, ip: ctx.ip });
