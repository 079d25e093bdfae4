import type { Ctx } from '../context.ts';

/** GET /healthz : this process lives. */
export const healthz = async (ctx: Ctx): Promise<void> => {
  ctx.body = { status: 'ok' };
};

const PROBE_TIMEOUT_MS = 2_000;

/** GET /readyz : this process can do its work, because the services behind it answer. */
export const readyz = async (ctx: Ctx): Promise<void> => {
  const probes = {
    accounts: ctx.call('accounts.referrer', { code: '' }, { timeoutMs: PROBE_TIMEOUT_MS }),
    census: ctx.call('census.due', {}, { timeoutMs: PROBE_TIMEOUT_MS }),
  };
  const settled = await Promise.allSettled(Object.values(probes));
  const parts = Object.fromEntries(
    Object.keys(probes).map((name, index) => [name, settled[index]?.status === 'fulfilled' ? 'ok' : 'down']),
  );
  const ready = settled.every(({ status }) => status === 'fulfilled');
  ctx.status = ready ? 200 : 503;
  ctx.body = { status: ready ? 'ready' : 'waiting', parts };
};
