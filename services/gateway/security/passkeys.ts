import { z } from 'zod';
import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { readPendingCookie } from '../web/cookies.ts';
import { textField } from '../web/form.ts';
import { originFor } from '../web/host.ts';
import { isToken } from '../web/session.ts';
import { SECURITY, showCodes, showSecurity } from './security.ts';

/** The token of the login that waits in this browser; empty when none does. */
export const pendingToken = (ctx: Ctx): string => {
  const token = readPendingCookie(ctx);
  return isToken(token) ? token : '';
};

const BAD = 'La llave no respondió bien. Intente de nuevo.';

/** What the browser's script wrote into a form: what an authenticator made or signed. */
export const passkeyField = (ctx: Ctx, name: string): unknown => {
  const text = textField(ctx, name);
  if (text === '') return undefined;
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('validation', BAD, { status: 400, cause });
  }
};

/** POST /perfil/seguridad/llave/ with `nombre` and what the authenticator made */
export const passkeyForm = async (ctx: Ctx): Promise<void> => {
  const { token = '' } = ctx.state;
  try {
    const { codes } = await ctx.call('accounts.confirmPasskey', {
      origin: originFor(ctx),
      // The contract says what is wrong with what is no passkey.
      passkey: passkeyField(ctx, 'llave') as never,
      label: textField(ctx, 'nombre'),
      ip: ctx.ip,
      token,
    });
    if (codes.length === 0) return ctx.redirect(SECURITY);
    showCodes(ctx, codes);
  } catch (error) {
    if (!isAppError(error) || error.status !== 400) throw error;
    await showSecurity(ctx, error.fields?.label ?? error.fields?.passkey ?? BAD);
  }
};

/** POST /api/v1/me/passkeys/options : what the browser asks an authenticator for, to make one. */
export const apiPasskeyOptions = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('accounts.beginPasskey', { origin: originFor(ctx) });
};

/** POST /api/v1/me/proof/passkey : what a passkey is to sign to show that it is still its owner. */
export const apiProofPasskey = async (ctx: Ctx): Promise<void> => {
  const { token = '' } = ctx.state;
  ctx.body = await ctx.call('accounts.proofPasskey', { token, origin: originFor(ctx) });
};

/** POST /api/v1/login/passkey : what a passkey is to sign for the login that waits. */
export const apiLoginPasskey = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('accounts.loginPasskey', { token: pendingToken(ctx), origin: originFor(ctx) });
};
