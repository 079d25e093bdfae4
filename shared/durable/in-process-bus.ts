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
    async publish(name, payload, id) {
      const consumers = handlers.get(name) ?? [];
      // Its outbox keeps the event until the process has somebody for it.
      if (consumers.length === 0) throw new Error(`nobody consumes ${name} in this process`);
      for (const handler of consumers) await handler(payload as never, id);
    },
    consume: (name, _group, handler) => add(name, handler),
    follow: add,
    // What is not handled stays in its outbox.
    onGap: () => {},
    isReady: () => true,
    close: async () => handlers.clear(),
  };
};
