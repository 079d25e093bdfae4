import type { Middleware } from 'moleculer';
import type { Config } from '../config/config.ts';
import { drainAll } from './drain-all.ts';
import { openPostgres } from './open-postgres.ts';
import { createRuntime, runtimeOf } from './runtime.ts';

/** Gives the services their runtime, and owns what must be up before them and down after them. */
export const lifecyclePlugin = (config: Config): Middleware => {
  let stopPostgres: (() => Promise<void>) | undefined;
  return {
    name: 'lifecycle',
    created(broker) {
      createRuntime(broker, config);
    },
    async starting(broker) {
      const runtime = runtimeOf(broker);
      if (config.mode === 'embedded')
        stopPostgres = await openPostgres(runtime, broker.getLogger('postgres'));
      await runtime.bus.connect();
    },
    async started(broker) {
      const { afterStart, readiness } = runtimeOf(broker);
      for (const begin of afterStart) begin();
      readiness.started();
    },
    async stopping(broker) {
      const { drains, readiness, stopPatienceMs } = runtimeOf(broker);
      // Before the first drain, which may take seconds: nobody should send new work here.
      readiness.drain();
      await drainAll(drains, stopPatienceMs);
    },
    async stopped(broker) {
      await runtimeOf(broker).bus.close();
      await stopPostgres?.();
    },
  };
};
