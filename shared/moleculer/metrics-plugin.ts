import type { Server } from 'node:http';
import type { Middleware } from 'moleculer';
import { startMetricsServer } from '../metrics/metrics-server.ts';
import { runtimeOf } from './runtime.ts';

/** Times every action of this process and serves the figures on METRICS_PORT. */
export const metricsPlugin = (): Middleware => {
  let server: Server | undefined;
  return {
    name: 'metrics',
    localAction(next, action) {
      const name = action.name ?? 'unknown';
      // The broker's own actions are made before there is a runtime, and their times say nothing.
      if (name.startsWith('$')) return next;
      const { metrics } = runtimeOf(this);
      return async function timed(context) {
        const end = metrics.actionDuration.startTimer({ action: name });
        try {
          const result: unknown = await next.call(this, context);
          end({ result: 'ok' });
          return result;
        } catch (error) {
          end({ result: 'error' });
          throw error;
        }
      };
    },
    async starting(broker) {
      const { metrics, config } = runtimeOf(broker);
      server = await startMetricsServer(metrics.registry, config.host, config.metricsPort);
    },
    async stopped() {
      server?.closeAllConnections();
      server?.close();
    },
  };
};
