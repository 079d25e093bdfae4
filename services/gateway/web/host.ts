import { AppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';

/** Asked by orchestrators, which know a pod by its address alone. */
const PROBES = new Set(['/healthz', '/readyz']);

/**
 * Answers to the portal's own names only, so that nothing is ever built from a name of somebody's choosing.
 *
 * @param urls the portal's addresses; empty = any name, under development
 * @throws AppError `unknown_host` (421)
 */
export const knownHost = (urls: readonly URL[]) => {
  const hosts = new Set(urls.map(({ host }) => host));
  return async (ctx: Ctx, next: Next): Promise<void> => {
    if (hosts.size > 0 && !PROBES.has(ctx.path) && !hosts.has(hostOf(ctx))) {
      throw new AppError('unknown_host', `Este portal no tiene ese nombre. Ábralo en ${urls[0]?.origin}.`, {
        status: 421,
      });
    }
    await next();
  };
};

/** As a browser writes it: the scheme's own port is left out, by whom it is not left out too. */
const hostOf = (ctx: Ctx): string => {
  const given = ctx.get('Host').toLowerCase();
  return given.replace(ctx.protocol === 'https' ? /:443$/ : /:80$/, '');
};

/** Where this portal is for whoever asks, without a path: the address by which they came, if it is one of ours. */
export const originFor = (ctx: Ctx): string => {
  const { publicUrls } = ctx.config;
  const own = publicUrls.find(({ host }) => host === hostOf(ctx)) ?? publicUrls[0];
  return own?.origin ?? `${ctx.protocol}://${ctx.host}`;
};
