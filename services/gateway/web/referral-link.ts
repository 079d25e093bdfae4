import type { Ctx } from '../context.ts';
import { userOf } from './session.ts';

/** The address that a person shares, on the host through which they came here. */
export const referralLinkOf = (ctx: Ctx): string =>
  `${ctx.protocol}://${ctx.host}/register/?ref=${userOf(ctx).referralCode}`;
