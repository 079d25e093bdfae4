import type { Service, ServiceSchema } from 'moleculer';
import { implement } from '../../shared/moleculer/implement.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { type Simulator, startSimulator } from './server.ts';

/** The imitation of the official pages as a service; never part of production. */
export const createSimulator = (): ServiceSchema => {
  let simulator: Simulator;

  return {
    ...implement('simulator', {
      address: async () => ({
        consultacenso: simulator.pageUrl('consultacenso'),
        wsp: simulator.pageUrl('wsp'),
      }),
    }),

    async started(this: Service) {
      const { config } = runtimeOf(this.broker);
      if (config.production) throw new Error('the simulator never runs in production');
      simulator = await startSimulator({
        host: config.simulatorHost,
        port: config.simulatorPort,
        delayMs: config.simulatorDelayMs,
        // Who counts from outside what reaches the page reads it here.
        onLookup: ({ cedula }) =>
          this.logger.info(`a consultation, of a cédula with ${cedula.slice(-4)} at its end`),
      });
      this.logger.info(`simulator of the official pages at ${simulator.origin}`);
    },

    async stopped() {
      await simulator?.close();
    },
  };
};

export default createSimulator();
