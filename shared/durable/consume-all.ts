import type { DurableEventName } from '../contract/events.ts';
import { tracedReceiver } from '../tracing/traced-event.ts';
import type { DurableBus, DurableHandler } from './bus.ts';
import { type PuttingAsideOptions, puttingAside } from './putting-aside.ts';
import type { Consumers } from './redrive.ts';

/** Consumes every event that a service has a handler for, as the group named after its schema. */
export const consumeAll = async (
  bus: DurableBus,
  consumers: Consumers,
  options: PuttingAsideOptions,
): Promise<void> => {
  const consume = async <N extends DurableEventName>(name: N, handler: DurableHandler<N>): Promise<void> =>
    bus.consume(name, options.schema, tracedReceiver(name, puttingAside(name, handler, options)));
  for (const [name, handler] of Object.entries(consumers)) {
    // Each handler stands under its event's own name, which is what Consumers says.
    await consume(name as DurableEventName, handler as DurableHandler<DurableEventName>);
  }
};
