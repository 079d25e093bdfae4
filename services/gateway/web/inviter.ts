import { unescape as decode } from 'node:querystring';
import { isAppError } from '../../../shared/errors.ts';
import { parseReferralCode } from '../../../shared/person/referral-code.ts';
import type { Ctx, Inviter, Next } from '../context.ts';
import { clearInviterCookie, readInviterCookie, setInviterCookie } from './cookies.ts';
import { csrf } from './csrf.ts';
import { originFor } from './host.ts';
import { session, userOf } from './session.ts';

/**
 * The referral code that an address brings, also when a chat or a campaign has put more into it: `?ref=C&ref=C`,
 * `?REF=C`, `?ref=C?utm_source=x`, `?utm=x&amp;ref=C`, `?next=/register/?ref=C`.
 *
 * @returns null when it brings none
 */
export const linkedCode = (querystring: string): string | null => {
  const query = decode(querystring.replaceAll('+', ' '));
  return /(?:^|[?&;\s])ref=/i.test(query) ? parseReferralCode(query) : null;
};

/**
 * Remembers whose link a visitor came by, until they register. The last link counts: it is the one that brought them
 * this time. One that names nobody changes nothing.
 */
export const rememberInviter = async (ctx: Ctx, next: Next): Promise<void> => {
  const code = ctx.state.user === undefined ? linkedCode(ctx.querystring) : null;
  const inviter = code === null ? null : await findInviter(ctx, code);
  if (inviter !== null) {
    setInviterCookie(ctx, inviter.code);
    ctx.state.inviter = inviter;
  }
  await next();
};

/** For an address that leads nowhere: who is logged in has their places there, and whose link was mistyped is remembered. */
export const receiveLost = async (ctx: Ctx, next: Next): Promise<void> => {
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  if (!isRead || ctx.path.startsWith('/api/')) return void (await next());
  // The page that they are shown has a form: the one to leave.
  await session(ctx, () => rememberInviter(ctx, () => csrf(ctx, next)));
};

/** Whose invitation this visitor follows; null when nobody's. */
export const inviterOf = async (ctx: Ctx): Promise<Inviter | null> => {
  if (ctx.state.inviter !== undefined) return ctx.state.inviter;
  const code = rememberedCode(ctx);
  const inviter = code === null ? null : await findInviter(ctx, code);
  // Whoever it was is gone.
  if (code !== null && inviter === null) clearInviterCookie(ctx);
  ctx.state.inviter = inviter;
  return inviter;
};

/** The code that this browser brought by link: the one it remembers. */
export const rememberedCode = (ctx: Ctx): string | null => parseReferralCode(readInviterCookie(ctx) ?? '');

/** @returns null when nobody has this code */
export const findInviter = async (ctx: Ctx, code: string): Promise<Inviter | null> => {
  try {
    const found = await ctx.call('accounts.referrer', { code });
    return found === null ? null : { code, firstName: found.firstName };
  } catch (error) {
    // A page that only greets is shown without the name, and nobody's invitation is lost meanwhile.
    if (isAppError(error) && error.status === 503) return { code, firstName: null };
    throw error;
  }
};

/** The address that a person shares. */
export const referralLinkOf = (ctx: Ctx): string =>
  `${originFor(ctx)}/register/?ref=${userOf(ctx).referralCode}`;
