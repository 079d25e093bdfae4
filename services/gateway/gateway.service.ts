import type { Service, ServiceSchema } from 'moleculer';
import { callerOf } from '../../shared/moleculer/call.ts';
import { takeHints } from '../../shared/moleculer/hints.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { type OpenGateway, openGateway } from './open.ts';

/** Everything HTTP: pages, JSON API and event streams. Holds no state but the open streams. */
export const createGateway = (): ServiceSchema => {
  let gateway: OpenGateway | undefined;

  return {
    name: 'gateway',
    dependencies: ['accounts', 'census'],
    events: takeHints({
      'session.ended': (ended) => gateway?.sessionEnded(ended),
      'session.changed': (of) => gateway?.sessionChanged(of),
    }),

    async started(this: Service) {
      const runtime = runtimeOf(this.broker);
      const opened = await openGateway(runtime, { call: callerOf(this.broker, 'gateway'), log: this.logger });
      gateway = opened;
      // Browsers go first: nobody should ask a portal whose services are stopping.
      runtime.drains.unshift((patienceMs) => opened.close(patienceMs));
    },

    async stopped() {
      await gateway?.close(0);
    },
  };
};

export default createGateway();
