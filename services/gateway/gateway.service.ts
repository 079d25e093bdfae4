import type { Server } from 'node:http';
import type { Service, ServiceSchema } from 'moleculer';
import type { CatchingUp } from '../../shared/catch-up/catching-up.ts';
import { callerOf } from '../../shared/moleculer/call.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { createApp } from './app.ts';
import { startCatchUp } from './live/catch-up.ts';
import { fanOutTimer } from './live/fan-out-lag.ts';
import { createStreamHub, type StreamHub } from './live/hub.ts';
import { createGatewayMetrics } from './metrics.ts';
import { loadAssets } from './ui/assets/assets.ts';
import { portalParts } from './web/health.ts';
import { closeServer, listen } from './web/server.ts';

/** Everything HTTP: pages, JSON API and event streams. Holds no state but the open streams. */
export const createGateway = (): ServiceSchema => {
  let server: Server | undefined;
  let hub: StreamHub | undefined;
  let catchingUp: CatchingUp | undefined;

  const drain = async (patienceMs: number): Promise<void> => {
    hub?.close();
    if (server !== undefined) await closeServer(server, patienceMs);
    server = undefined;
    await catchingUp?.stop();
  };

  return {
    name: 'gateway',
    dependencies: ['accounts', 'census'],

    async started(this: Service) {
      const { broker, logger: log } = this;
      const runtime = runtimeOf(broker);
      const { config, bus, drains, readiness } = runtime;
      const metrics = createGatewayMetrics(runtime.metrics);
      const call = callerOf(broker);
      const streams = createStreamHub({
        call,
        log,
        counted: (open) => metrics.openStreams.set(open),
        delivered: fanOutTimer(metrics),
      });
      hub = streams;
      // Without them it says what is wrong, in the portal's words; taken out of service, the ingress would say it in its own.
      for (const [part, check] of Object.entries(portalParts(call)))
        readiness.add(`gateway.${part}`, check, true);
      await bus.follow('census.updated', (event) => streams.changed(event));
      await bus.follow('user.role_changed', async ({ userId }) => streams.closeUser(userId));
      catchingUp = startCatchUp(runtime, { call, hub: streams, log });
      const app = createApp({ assets: await loadAssets(), config, call, hub: streams, metrics, log });
      server = await listen(app.callback(), config.host, config.port);
      // Browsers go first: nobody should ask a portal whose services are stopping.
      drains.unshift(drain);
      log.info(`portal on port ${config.port}`);
    },

    stopped: () => drain(0),
  };
};

export default createGateway();
