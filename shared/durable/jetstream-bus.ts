import { JSONCodec } from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import { systemClock } from '../time/clock.ts';
import type { Loop } from '../time/loop.ts';
import type { DurableBus, DurableHandler } from './bus.ts';
import { groupOf, type Role } from './consumer-role.ts';
import { type Watched, watchConsumers } from './consumer-watch.ts';
import { deliver } from './deliver.ts';
import { followEvent } from './follow.ts';
import { CALL_TIMEOUT_MS, createJetStream, type JetStreamOptions } from './jetstream.ts';
import { isUnheard, subjectOf } from './stream.ts';
import { startSubscription } from './subscription.ts';
import { takeConsumer } from './take-consumer.ts';

export interface JetStreamBusOptions extends JetStreamOptions {
  /** How long, in ms, the server waits for word of an event before it gives it to a group again; 6,000 unless told. */
  ackWaitMs?: number;
  /** How often it is looked whether a consumer sleeps, and how long it may seem so, in ms. */
  watch?: { everyMs: number; asleepMs: number };
  /** Told of each consumer that slept and was made anew. */
  remade?: (event: string) => void;
}

const ACK_WAIT_MS = 6_000;
/** No handler of ours is at work for so long, and no event that failed rests for so long. */
const WATCH = { everyMs: 10_000, asleepMs: 60_000 };

/**
 * Distributed mode: events are stored by JetStream until every consumer has handled them. Works with servers from
 * 2.9.10 on, so no consumer metadata and no several filter subjects.
 */
export const createJetStreamBus = (options: JetStreamBusOptions): DurableBus => {
  const {
    log,
    clock = systemClock,
    ackWaitMs = ACK_WAIT_MS,
    watch = WATCH,
    remade = () => {},
    keeps = true,
  } = options;
  const codec = JSONCodec<unknown>();
  const watched: Watched[] = [];
  const gapListeners: (() => void)[] = [];
  const lost = (): void => {
    for (const listener of gapListeners) listener();
  };
  const jetStream = createJetStream(options, lost);
  let watching: Loop | undefined;

  const subscribe = async <N extends DurableEventName>(
    event: N,
    role: Role,
    handler: DurableHandler<N>,
  ): Promise<void> => {
    const isClosed = () => jetStream.connection().isClosed();
    const subscription = await startSubscription({
      ...{ log, clock },
      async make() {
        const stream = await jetStream.stream();
        return takeConsumer(jetStream.connection(), await jetStream.manager(), stream, role.terms());
      },
      handle: (message) => deliver(message, handler, { ackWaitMs: role.ackWaitMs, isClosed, log, clock }),
    });
    watched.push({ event, subject: subjectOf(event), subscription, handledUpTo: role.handledUpTo });
  };

  return {
    async connect() {
      await jetStream.connect();
      if (!keeps) return;
      const { stream, manager, isReady } = jetStream;
      watching = watchConsumers({ ...watch, watched, stream, manager, isReady, remade, log, clock });
    },
    async publish(event, payload, id) {
      const send = () =>
        jetStream
          .connection()
          .jetstream()
          .publish(subjectOf(event), codec.encode(payload), { msgID: id, timeout: CALL_TIMEOUT_MS });
      await send().catch(async (error: unknown) => {
        if (!isUnheard(error)) throw error;
        await jetStream.stream();
        await send();
      });
    },
    consume: (event, group, handler) => subscribe(event, groupOf(event, group, ackWaitMs), handler),
    async follow(event, handler) {
      followEvent(jetStream.connection(), event, handler, { log, missed: lost });
    },
    onGap: (listener) => void gapListeners.push(listener),
    isReady: jetStream.isReady,
    async close() {
      await watching?.stop();
      await Promise.all(watched.map(({ subscription }) => subscription.stop()));
      await jetStream.close();
    },
  };
};
