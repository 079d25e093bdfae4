import type { Ctx, Next } from '../context.ts';
import type { GatewayMetrics } from '../metrics.ts';

/** Times every request by its route's pattern; what has no route counts as one, so that nobody can make labels. */
export const measured =
  (metrics: GatewayMetrics) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    const end = metrics.httpDuration.startTimer({ method: ctx.method });
    try {
      await next();
    } finally {
      const route = typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : 'none';
      if (ctx.respond !== false) end({ route, status: String(ctx.status) });
    }
  };
