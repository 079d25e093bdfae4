import type { Admission } from '../../../shared/contract/accounts.ts';
import type { Ctx } from '../context.ts';
import { readDeviceCookie, setDeviceCookie, setSessionCookie } from '../web/cookies.ts';
import { isToken } from '../web/session.ts';

/** What accounts is told of whoever types a password: by it strangers are told from who was here before. */
export const guesserOf = (ctx: Ctx): { ip: string; device?: string } => ({ ip: ctx.ip, ...deviceOf(ctx) });

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
