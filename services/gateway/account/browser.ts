import type { Admission } from '../../../shared/contract/accounts.ts';
import type { Ctx } from '../context.ts';
import { readDeviceCookie, readSessionCookie, setDeviceCookie, setSessionCookie } from '../web/cookies.ts';
import { isToken } from '../web/session.ts';

/** What accounts is told of whoever types a password: by it strangers are told from who was here before. */
export const guesserOf = (ctx: Ctx): { ip: string; userAgent: string; device?: string } => ({
  ...{ ip: ctx.ip, userAgent: ctx.get('User-Agent').slice(0, 300) },
  ...deviceOf(ctx),
});

/** The session that this browser has, which ends when it gets another; nobody has looked at it where programs log in. */
export const replacedBy = (ctx: Ctx): { replaces?: string } => {
  const token = readSessionCookie(ctx);
  return isToken(token) ? { replaces: token } : {};
};

/** The browser, if somebody has logged in from it. */
export const deviceOf = (ctx: Ctx): { device?: string } => {
  const device = readDeviceCookie(ctx);
  return isToken(device) ? { device } : {};
};

/** Gives this browser its session, and what makes it known. */
export const letIn = (ctx: Ctx, { session, device }: Admission): void => {
  setSessionCookie(ctx, session);
  setDeviceCookie(ctx, device);
};
