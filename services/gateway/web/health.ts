import Router from '@koa/router';
import { createReadiness, type Readiness } from '../../../shared/health/readiness.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Ctx, Extension, State } from '../context.ts';

/** GET /healthz : this process lives. */
const healthz = async (ctx: Ctx): Promise<void> => {
  ctx.body = { status: 'ok' };
};

const PROBE_TIMEOUT_MS = 3_000;

/** The services without which the portal cannot do its work, and how each is asked. */
export const portalParts = (call: Call) => ({
  accounts: () => call('accounts.ready', {}, { timeoutMs: PROBE_TIMEOUT_MS }),
  census: () => call('census.ready', {}, { timeoutMs: PROBE_TIMEOUT_MS }),
});

/**
 * What `/readyz` of the portal's own port says. Everybody may ask there, and each look costs two calls and two queries:
 * within a second all share one.
 */
export const portalReadiness = (call: Call, clock?: Clock): Pick<Readiness, 'report'> => {
  const readiness = createReadiness(clock);
  for (const [part, check] of Object.entries(portalParts(call))) readiness.add(part, check);
  readiness.started();
  return readiness;
};

/** GET /readyz : this process can do its work, because the services behind it answer. */
export const readyz = async (ctx: Ctx): Promise<void> => {
  const report = await ctx.portal.report();
  ctx.status = report.status === 'ready' ? 200 : 503;
  ctx.body = report;
};

/** What orchestrators ask, at the root and with the API. */
export const healthRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  for (const prefix of ['', '/api/v1']) {
    router.get(`${prefix}/healthz`, healthz);
    router.get(`${prefix}/readyz`, readyz);
  }
  return router;
};
