import helmet from 'koa-helmet';
import type { Ctx, Next } from '../context.ts';

const optionsOf = (production: boolean): Parameters<typeof helmet>[0] => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      workerSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      ...(production ? { upgradeInsecureRequests: [] } : {}),
    },
  },
  strictTransportSecurity: production ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  referrerPolicy: { policy: 'same-origin' },
  crossOriginEmbedderPolicy: false,
});

/** What helmet says of every answer: the same each time, so it is asked once. */
const saidByHelmet = (production: boolean): Map<string, string> => {
  const said = new Map<string, string>();
  const res = {
    setHeader: (name: string, value: string) => said.set(name, value),
    removeHeader: (name: string) => said.delete(name),
  };
  // All that it takes of a request is where to write.
  void helmet(optionsOf(production))({ req: {}, res } as unknown as Ctx, async () => {});
  return said;
};

/**
 * Helmet's headers with a policy for our own pages: everything from this origin, nothing inline. Plain HTTP must
 * work outside production, so neither `upgrade-insecure-requests` nor HSTS there.
 */
export const securityHeaders = (production: boolean) => {
  const said = saidByHelmet(production);
  return (ctx: Ctx, next: Next): Promise<unknown> => {
    ctx.res.setHeaders(said);
    return next();
  };
};

/** What a browser can do for a page, and none of ours needs, nor whatever got into one. */
const UNUSED =
  'accelerometer autoplay bluetooth camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment picture-in-picture serial usb xr-spatial-tracking';
/** What our own pages use: copying and sharing a link, passkeys, a code that stays lit. */
const USED =
  'clipboard-write publickey-credentials-create publickey-credentials-get screen-wake-lock web-share';

const PERMISSIONS = [
  ...UNUSED.split(' ').map((name) => `${name}=()`),
  ...USED.split(' ').map((name) => `${name}=(self)`),
].join(', ');

/** Says what pages may ask of the browser. */
export const permissionsPolicy = async (ctx: Ctx, next: Next): Promise<void> => {
  ctx.set('Permissions-Policy', PERMISSIONS);
  await next();
};

/** What those of a page say of the page that it is. */
const OF_A_PAGE = [
  'Cross-Origin-Opener-Policy',
  'Origin-Agent-Cluster',
  'Permissions-Policy',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-XSS-Protection',
];

/** For what no browser goes to, only a page of ours fetches: short, for it is paid for by the byte. */
export const notAPage = (ctx: Ctx): void => {
  for (const name of OF_A_PAGE) ctx.remove(name);
  ctx.set('Content-Security-Policy', "default-src 'none'");
};

/**
 * The same for what is answered past helmet, as thousands of streams are at once: what `notAPage` leaves of a page's.
 */
export const programHeaders = (production: boolean): Record<string, string> => ({
  'Content-Security-Policy': "default-src 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  ...(production ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
});

/** Has the browser forget what it kept of a person who leaves: pages, and what scripts stored. */
export const forgetSite = (ctx: Ctx): void => ctx.set('Clear-Site-Data', '"cache", "storage"');

/**
 * Tells the browser's worker (`public/worker`) whose page it is, so that it keeps nothing of one person for another. It says
 * the id that the page itself has.
 */
export const tellWhose = (ctx: Ctx, userId: string | undefined): void =>
  ctx.set('Censo-Cuenta', userId ?? 'nadie');

/** Pages about people are kept by nobody: not by proxies, not by the back button after logout. */
export const noStore = async (ctx: Ctx, next: Next): Promise<void> => {
  ctx.set('Cache-Control', 'no-store');
  await next();
};
