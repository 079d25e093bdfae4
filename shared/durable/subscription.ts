import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerMessages, JsMsg } from 'nats';
import { REDELIVERY_PAUSE_MS } from './deliver.ts';

/** A consumer on the server, and what it delivers. */
export interface MadeConsumer {
  name: string;
  messages: ConsumerMessages;
}

export interface SubscriptionOptions {
  /** Makes the consumer, or takes up the one that is there. */
  make: () => Promise<MadeConsumer>;
  /** Must not reject. */
  handle: (message: JsMsg) => Promise<void>;
  /** Aborted when the bus is closed. */
  signal: AbortSignal;
  log: { warn(message: string): void };
}

export interface Subscription {
  /** The consumer's name on the server at the moment. */
  consumer(): string;
  /** The consumer is gone, or is no good: takes it up, or makes it, again. */
  restart(): void;
  /** Ends it after the message in hand, once the signal was aborted. */
  stop(): Promise<void>;
}

/**
 * Handles what a consumer delivers until the bus is closed. A consumer that the server has forgotten (it restarted, or we
 * were away for long) is made again; the first one is awaited, so that a caller knows that it is there.
 *
 * @throws what the first `make` throws
 */
export const startSubscription = async (options: SubscriptionOptions): Promise<Subscription> => {
  const { make, handle, signal, log } = options;
  let made = await make();

  const makeAgain = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        made = await make();
        return;
      } catch (error) {
        log.warn(`no consumer of events yet: ${error}`);
        await sleep(REDELIVERY_PAUSE_MS, undefined, { ref: false });
      }
    }
  };
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        for await (const message of made.messages) await handle(message);
      } catch (error) {
        log.warn(`consumer of events lost, making it again: ${error}`);
      }
      await makeAgain();
    }
  };

  const running = loop();
  return {
    consumer: () => made.name,
    restart: () => void made.messages.close(),
    async stop() {
      await made.messages.close();
      await running;
    },
  };
};
