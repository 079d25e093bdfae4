import type { Server } from 'node:http';
import type { Middleware } from 'moleculer';
import { type Liveness, watchLiveness } from '../health/liveness.ts';
import { startOperationsServer } from '../health/operations-server.ts';
import { runtimeOf } from './runtime.ts';

/** Times every action of this process and serves its figures and its health on METRICS_PORT. */
export const metricsPlugin = (): Middleware => {
  let server: Server | undefined;
  let liveness: Liveness | undefined;
  return {
    name: 'metrics',
    localAction(next, action) {
      const name = action.name ?? 'unknown';
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
      const { metrics, config, readiness } = runtimeOf(broker);
      const { metricsHost: host, metricsPort: port } = config;
      metrics.watchReadiness(async () => {
        const { parts } = await readiness.report();
        return Object.fromEntries(Object.entries(parts).map(([part, state]) => [part, state === 'ok']));
      });
      liveness = watchLiveness();
      const log = broker.getLogger('operations');
      server = await startOperationsServer({
        registry: metrics.registry,
        readiness,
        liveness,
        log,
        host,
        port,
      });
    },
    async stopped() {
      liveness?.stop();
      server?.closeAllConnections();
      server?.close();
    },
  };
};
