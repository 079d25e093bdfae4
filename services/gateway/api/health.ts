import type { Call } from '../../../shared/moleculer/call.ts';
import type { Ctx } from '../context.ts';

/** GET /healthz : this process lives. */
export const healthz = async (ctx: Ctx): Promise<void> => {
  ctx.body = { status: 'ok' };
};

const PROBE_TIMEOUT_MS = 3_000;

/** The services without which the portal cannot do its work, and how each is asked. */
export const portalParts = (call: Call) => ({
  accounts: () => call('accounts.ready', {}, { timeoutMs: PROBE_TIMEOUT_MS }),
  census: () => call('census.ready', {}, { timeoutMs: PROBE_TIMEOUT_MS }),
});

const isReady = (probe: PromiseSettledResult<boolean> | undefined): boolean =>
  probe?.status === 'fulfilled' && probe.value;

/** GET /readyz : this process can do its work, because the services behind it answer. */
export const readyz = async (ctx: Ctx): Promise<void> => {
  const probes = portalParts(ctx.call);
  const settled = await Promise.allSettled(Object.values(probes).map((probe) => probe()));
  const parts = Object.fromEntries(
    Object.keys(probes).map((name, index) => [name, isReady(settled[index]) ? 'ok' : 'down']),
  );
  const ready = settled.every(isReady);
  ctx.status = ready ? 200 : 503;
  ctx.body = { status: ready ? 'ready' : 'waiting', parts };
};
