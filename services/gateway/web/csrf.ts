import { createHmac, timingSafeEqual } from 'node:crypto';
import Tokens from 'csrf';
import { AppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';
import { readCsrfCookie, setCsrfCookie } from './cookies.ts';
import { formOf, textField } from './form.ts';

const tokens = new Tokens();

/** Forms by which somebody comes in: sent a second time, they meet the session that the first sending opened. */
const ENTRANCES = new Set(['/login/', '/login/segundo-paso/', '/register/', '/register/codigo/']);

/** After another password a browser has another session too, and so does its form's second sending, whose password says whose it is. */
const opensSession = (ctx: Ctx): boolean =>
  ENTRANCES.has(ctx.path) || (ctx.path === '/cambiar-password/' && textField(ctx, 'password') !== '');

/**
 * Says in which session a form was shown, to nobody but who has the browser's secret. Another one with each page: what
 * stands in two compressed pages may not be the same.
 */
const sealOf = (secret: string, token: string, session: string): string =>
  createHmac('sha256', secret).update(`${token} ${session}`).digest('base64url');

/**
 * Every form sends back a token of the browser's own secret (double submit) and of the session in which it was shown: a
 * form of one session does nothing in another. Without a session there is nothing for it to do but to lead to the login.
 * Behind `session`.
 */
export const csrf = async (ctx: Ctx, next: Next): Promise<void> => {
  let secret = readCsrfCookie(ctx);
  const own = (): string => {
    if (secret === undefined) {
      secret = tokens.secretSync();
      setCsrfCookie(ctx, secret);
    }
    return secret;
  };
  ctx.state.browser = own;
  let made: string | undefined;
  const make = (): string => {
    const token = tokens.create(own());
    return `${token}.${sealOf(own(), token, ctx.state.token ?? '')}`;
  };
  // One for all forms of a page; a list has 25.
  ctx.state.csrfToken = () => {
    made ??= make();
    return made;
  };
  if (ctx.method === 'POST' && !isSound(ctx, secret, formOf(ctx)._csrf)) {
    throw new AppError(
      'csrf',
      'El formulario venció por seguridad. Vuelva a la página anterior, recárguela e intente de nuevo.',
      {
        status: 403,
      },
    );
  }
  await next();
};

const isSound = (ctx: Ctx, secret: string | undefined, sent: unknown): boolean => {
  if (secret === undefined || typeof sent !== 'string') return false;
  const [token = '', seal = ''] = sent.split('.', 2);
  if (!tokens.verify(secret, token)) return false;
  const session = ctx.state.token;
  return session === undefined || opensSession(ctx) || isEqual(seal, sealOf(secret, token, session));
};

const isEqual = (given: string, expected: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
};
