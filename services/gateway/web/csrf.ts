import Tokens from 'csrf';
import { AppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';
import { readCsrfCookie, setCsrfCookie } from './cookies.ts';
import { formOf } from './form.ts';

const tokens = new Tokens();

/** Every form sends back a token that belongs to the browser's own secret (double submit). */
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
  ctx.state.csrfToken = () => tokens.create(own());
  if (ctx.method === 'POST') {
    const sent = formOf(ctx)._csrf;
    if (secret === undefined || typeof sent !== 'string' || !tokens.verify(secret, sent)) {
      throw new AppError(
        'csrf',
        'El formulario venció por seguridad. Vuelva a la página anterior, recárguela e intente de nuevo.',
        {
          status: 403,
        },
      );
    }
  }
  await next();
};
