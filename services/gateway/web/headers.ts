import helmet from 'koa-helmet';
import type { Ctx, Next } from '../context.ts';

/**
 * Helmet's headers with a policy for our own pages: everything from this origin, nothing inline. Plain HTTP must
 * work outside production, so neither `upgrade-insecure-requests` nor HSTS there.
 */
export const securityHeaders = (production: boolean) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(production ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: production ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });

/** Pages about people are kept by nobody: not by proxies, not by the back button after logout. */
export const noStore = async (ctx: Ctx, next: Next): Promise<void> => {
  ctx.set('Cache-Control', 'no-store');
  await next();
};
