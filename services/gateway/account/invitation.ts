import { parseReferralCode } from '../../../shared/person/referral-code.ts';
import type { Ctx, Inviter } from '../context.ts';
import { formOf } from '../web/form.ts';
import { findInviter, inviterOf, linkedCode, rememberedCode } from '../web/inviter.ts';

/** Whom a registration form names as the one who invited; `typed` as it stands in the field. */
export type InviterChoice =
  | { kind: 'nobody'; typed: '' }
  | { kind: 'somebody'; typed: string; inviter: Inviter }
  | { kind: 'unknown'; typed: string };

/**
 * Who invited, as the form says it: what stands in its field counts, also when it was emptied. A code that came by
 * link and that nobody has any more is passed over, because the person cannot mend it; one that they typed is a
 * mistake that they can.
 */
export const chosenInviter = async (ctx: Ctx): Promise<InviterChoice> => {
  const typed = typedCode(ctx);
  if (typed === undefined) return byLink(ctx);
  if (!/[\p{L}\p{N}]/u.test(typed)) return { kind: 'nobody', typed: '' };
  const code = parseReferralCode(typed);
  const inviter = code === null ? null : await findInviter(ctx, code);
  if (inviter !== null) return { kind: 'somebody', typed: inviter.code, inviter };
  const isLinked = code !== null && (code === rememberedCode(ctx) || code === linkedCode(ctx.querystring));
  return isLinked ? { kind: 'nobody', typed: '' } : { kind: 'unknown', typed };
};

/** Undefined when the form had no such field. */
const typedCode = (ctx: Ctx): string | undefined => {
  const sent = formOf(ctx).ref;
  const values = Array.isArray(sent) ? sent : [sent];
  return values.findLast((value) => typeof value === 'string');
};

const byLink = async (ctx: Ctx): Promise<InviterChoice> => {
  const code = linkedCode(ctx.querystring);
  const inviter = (code === null ? null : await findInviter(ctx, code)) ?? (await inviterOf(ctx));
  return inviter === null
    ? { kind: 'nobody', typed: '' }
    : { kind: 'somebody', typed: inviter.code, inviter };
};
