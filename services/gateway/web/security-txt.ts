import Router from '@koa/router';
import type { Ctx, Extension, State } from '../context.ts';

const DAY_MS = 24 * 3_600_000;
/** A reader may believe the address for so long; it is told anew every day. */
const VALID_DAYS = 90;

/**
 * The text of RFC 9116: where to tell of a hole in the portal.
 *
 * @param contact `mailto:`, `https:` or `tel:` address of whoever operates it
 * @param now ms since the epoch
 */
export const securityText = (contact: string, now: number): string => {
  const expires = new Date((Math.floor(now / DAY_MS) + VALID_DAYS) * DAY_MS);
  return `Contact: ${contact}\nExpires: ${expires.toISOString()}\nPreferred-Languages: es, en\n`;
};

/** GET /.well-known/security.txt; not found where the operator named nobody. */
const securityTxt = async (ctx: Ctx): Promise<void> => {
  const { securityContact } = ctx.config;
  if (securityContact === undefined) return;
  ctx.set('Cache-Control', 'public, max-age=3600');
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = securityText(securityContact, Date.now());
};

/** Where those look who have found a hole. */
export const securityTxtRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  router.get('/.well-known/security.txt', securityTxt);
  return router;
};
