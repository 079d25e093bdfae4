import { AppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site's page sends in a person's name. Browsers say where a request comes from in
 * `Sec-Fetch-Site`, older ones in `Origin`; programs say neither, and have no cookies that they were not given.
 */
export const sameOrigin = async (ctx: Ctx, next: Next): Promise<void> => {
  if (!SAFE.has(ctx.method) && isCrossSite(ctx)) {
    throw new AppError(
      'cross_site',
      'La solicitud viene de otro sitio y no se aceptó. Abra el portal y hágalo desde allí.',
      {
        status: 403,
      },
    );
  }
  await next();
};

/** Whether a browser itself says that the request comes from a page of this portal. */
export const isFromHere = (ctx: Ctx): boolean => {
  const site = ctx.get('Sec-Fetch-Site');
  return site === '' ? ctx.get('Origin') !== '' && !isCrossSite(ctx) : site === 'same-origin';
};

const isCrossSite = (ctx: Ctx): boolean => {
  const site = ctx.get('Sec-Fetch-Site');
  if (site !== '') return site !== 'same-origin' && site !== 'none';
  const origin = ctx.get('Origin');
  if (origin === '') return false;
  return !URL.canParse(origin) || new URL(origin).host !== ctx.host;
};
