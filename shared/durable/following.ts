import type { DurableEventName } from '../contract/events.ts';
import { tracedReceiver } from '../tracing/traced-event.ts';
import type { DurableHandler, Receiver } from './bus.ts';
import { BrokenEvent, readEvent } from './read-event.ts';

interface FollowingOptions {
  log: { warn(message: string): void };
  /** Told of each event that breaks its rule. */
  broken: (name: DurableEventName) => void;
}

/**
 * A follower's receiver. What breaks its rule is told and passed over: the next go on, and the service that consumes the
 * event puts it aside.
 */
export const following = <N extends DurableEventName>(
  name: N,
  handler: DurableHandler<N>,
  { log, broken }: FollowingOptions,
): Receiver =>
  tracedReceiver(name, async (payload, id) => {
    try {
      await handler(readEvent(name, payload), id);
    } catch (error) {
      if (!(error instanceof BrokenEvent)) throw error;
      broken(name);
      log.warn(`event ${id} passed over: ${error.message}`);
    }
  });
