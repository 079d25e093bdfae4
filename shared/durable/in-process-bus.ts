import type { DurableEventName } from '../contract/events.ts';
import type { DurableBus, DurableHandler } from './bus.ts';

/** Embedded mode: the outbox delivers straight to the consumers of this process. */
export const createInProcessBus = (): DurableBus => {
  const handlers = new Map<DurableEventName, DurableHandler<never>[]>();

  const add = <N extends DurableEventName>(name: N, handler: DurableHandler<N>) => {
    handlers.set(name, [...(handlers.get(name) ?? []), handler]);
    return Promise.resolve();
  };

  return {
    connect: () => Promise.resolve(),
    async publish(name, payload) {
      for (const handler of handlers.get(name) ?? []) await handler(payload as never);
    },
    consume: (name, _group, handler) => add(name, handler),
    follow: add,
    isReady: () => true,
    close: async () => handlers.clear(),
  };
};
