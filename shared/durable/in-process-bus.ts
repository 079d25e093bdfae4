import type { DurableEventName } from '../contract/events.ts';
import type { DurableBus, Receiver } from './bus.ts';

/** Embedded mode: the outbox delivers straight to the consumers of this process. */
export const createInProcessBus = (): DurableBus => {
  const receivers = new Map<DurableEventName, Receiver[]>();

  const add = (name: DurableEventName, receiver: Receiver) => {
    receivers.set(name, [...(receivers.get(name) ?? []), receiver]);
    return Promise.resolve();
  };

  return {
    connect: () => Promise.resolve(),
    async publish(name, payload, id) {
      const consumers = receivers.get(name) ?? [];
      // Its outbox keeps the event until the process has somebody for it.
      if (consumers.length === 0) throw new Error(`nobody consumes ${name} in this process`);
      for (const receive of consumers) await receive(payload, id);
    },
    consume: (name, _group, receiver) => add(name, receiver),
    follow: add,
    // What is not handled stays in its outbox.
    onGap: () => {},
    isReady: () => true,
    close: async () => receivers.clear(),
  };
};
