import { type AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';
import type { GatewayMetrics, RefusalKind } from '../metrics.ts';

const noted: Record<string, RefusalKind> = {
  forbidden: 'forbidden',
  own_role: 'forbidden',
  own_account: 'forbidden',
  own_factors: 'forbidden',
  csrf: 'csrf',
  cross_site: 'cross_site',
};

const ADMINISTRATION = /^\/(?:api\/v1\/)?admin\//;
/** So many on their way at once; what is more is only counted. */
const MOST_NOTES = 50;

const kindOf = (ctx: Ctx, { code }: AppError): RefusalKind | undefined => {
  const kind = noted[code];
  return kind === 'forbidden' && ADMINISTRATION.test(ctx.path) ? 'administration' : kind;
};

/** Counts who was refused, and has it written down when it is somebody who is logged in. Nobody waits for that. */
export const refusals = (metrics: Pick<GatewayMetrics, 'refusals'>, log: { warn(message: string): void }) => {
  let onTheirWay = 0;

  const note = async (ctx: Ctx, code: string): Promise<void> => {
    if (ctx.state.user === undefined || onTheirWay >= MOST_NOTES) return;
    onTheirWay += 1;
    try {
      const pattern = typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : 'sin ruta';
      const route = `${ctx.method} ${pattern}`.slice(0, 120);
      await ctx.call('accounts.noteRefusal', { route, code, ip: ctx.ip });
    } catch (error) {
      log.warn(`a refusal of user ${ctx.state.user.id} was not written down: ${error}`);
    } finally {
      onTheirWay -= 1;
    }
  };

  return async (ctx: Ctx, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      const kind = isAppError(error) ? kindOf(ctx, error) : undefined;
      if (kind !== undefined && isAppError(error)) {
        metrics.refusals.inc({ kind });
        void note(ctx, error.code);
      }
      throw error;
    }
  };
};
