import type { ConsumerMessages, JsMsg } from 'nats';
import type { Clock } from '../time/clock.ts';
import { startLoop } from '../time/loop.ts';
import { REDELIVERY_PAUSE_MS } from './deliver.ts';

/** A consumer on the server, and what it delivers. */
export interface MadeConsumer {
  name: string;
  messages: ConsumerMessages;
}

interface SubscriptionOptions {
  /** Makes the consumer, or takes up the one that is there. */
  make: () => Promise<MadeConsumer>;
  /** Must not reject. */
  handle: (message: JsMsg) => Promise<void>;
  log: { warn(message: string): void };
  clock: Clock;
}

export interface Subscription {
  /** The consumer's name on the server at the moment. */
  consumer(): string;
  /** The consumer is gone, or is no good: takes it up, or makes it, again. */
  restart(): void;
  /** Ends it after the message in hand. */
  stop(): Promise<void>;
}

/**
 * Handles what a consumer delivers until it is stopped. A consumer that the server has forgotten (it restarted, or we
 * were away for long) is made again; the first one is awaited, so that a caller knows that it is there.
 *
 * @throws what the first `make` throws
 */
export const startSubscription = async ({
  make,
  handle,
  log,
  clock,
}: SubscriptionOptions): Promise<Subscription> => {
  let made = await make();
  let isOver = false;

  const handleAll = async (): Promise<void> => {
    try {
      for await (const message of made.messages) await handle(message);
    } catch (error) {
      log.warn(`consumer of events lost, making it again: ${error}`);
    }
    isOver = true;
  };
  const loop = startLoop({
    ...{ clock, idleMs: 0 },
    backoff: { firstMs: REDELIVERY_PAUSE_MS, lastMs: REDELIVERY_PAUSE_MS },
    async work(signal) {
      if (isOver) made = await make();
      isOver = false;
      // One that was made while we were stopped ends with the connection.
      if (!signal.aborted) await handleAll();
    },
    failed: (error) => log.warn(`no consumer of events yet: ${error}`),
  });
  return {
    consumer: () => made.name,
    restart: () => void made.messages.close(),
    async stop() {
      const stopped = loop.stop();
      await made.messages.close();
      await stopped;
    },
  };
};
