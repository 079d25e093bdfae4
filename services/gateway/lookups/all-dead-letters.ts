import type { DeadLetters, Redriven } from '../../../shared/contract/dead-letters.ts';
import type { Ctx } from '../context.ts';
import { actorOf } from '../web/session.ts';

/** What every service has put aside, oldest first. */
export const readDeadLetters = async (ctx: Ctx): Promise<DeadLetters> => {
  const actor = actorOf(ctx);
  const found = await Promise.all([
    ctx.call('accounts.deadLetters', { actor }),
    ctx.call('census.deadLetters', { actor }),
  ]);
  return {
    total: found.reduce((sum, { total }) => sum + total, 0),
    items: found.flatMap(({ items }) => items).sort((a, b) => a.since.localeCompare(b.since)),
  };
};

/** A service that hands out hundreds takes its time. */
const REDRIVE_TIMEOUT_MS = 30_000;

/** Has every service handle those of its dead letters that are meant. */
export const redriveDeadLetters = async (ctx: Ctx, ids: string[] | 'all'): Promise<Redriven> => {
  const actor = actorOf(ctx);
  const options = { timeoutMs: REDRIVE_TIMEOUT_MS };
  const results = await Promise.all([
    ctx.call('accounts.redrive', { actor, ids, ip: ctx.ip }, options),
    ctx.call('census.redrive', { actor, ids }, options),
  ]);
  return {
    handled: results.reduce((sum, { handled }) => sum + handled, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
};
