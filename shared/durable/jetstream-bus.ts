import { JSONCodec } from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import { systemClock } from '../time/clock.ts';
import type { Loop } from '../time/loop.ts';
import type { DurableBus, Receiver } from './bus.ts';
import { consumerNameOf, groupOf, type Role } from './consumer-role.ts';
import { type Watched, watchConsumers } from './consumer-watch.ts';
import { deliver } from './deliver.ts';
import { followEvent } from './follow.ts';
import { CALL_TIMEOUT_MS, createJetStream, type JetStreamOptions } from './jetstream.ts';
import { infoOf, isUnheard, subjectOf } from './stream.ts';
import { startSubscription } from './subscription.ts';
import { takeConsumer } from './take-consumer.ts';

export interface JetStreamBusOptions extends JetStreamOptions {
  /** How long, in ms, the server waits for word of an event before it gives it to a group again; 6,000 unless told. */
  ackWaitMs?: number;
  /** How often it is looked whether a consumer sleeps, and how long it may seem so, in ms. */
  watch?: { everyMs: number; asleepMs: number };
  /** The groups without whose consumers an event is not published: nobody would keep it for them. None unless told. */
  consumedBy?: (event: DurableEventName) => readonly string[];
  /** Told of each consumer that slept and was made anew. */
  remade?: (event: string) => void;
}

const ACK_WAIT_MS = 6_000;
/** A group's consumer goes only with its server, or by an operator's hand: so often it is asked for. */
const HEARD_MS = 5_000;
/** No handler of ours is at work for so long, and no event that failed rests for so long. */
const WATCH = { everyMs: 10_000, asleepMs: 60_000 };

/**
 * Distributed mode: JetStream keeps events until every consumer has handled them. Works with servers from 2.9.10 on, so
 * no consumer metadata and no several filter subjects.
 */
export const createJetStreamBus = (options: JetStreamBusOptions): DurableBus => {
  const {
    log,
    clock = systemClock,
    ackWaitMs = ACK_WAIT_MS,
    watch = WATCH,
    consumedBy = () => [],
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

  const subscribe = async (event: DurableEventName, role: Role, receiver: Receiver): Promise<void> => {
    const isClosed = () => jetStream.connection().isClosed();
    let isFirst = true;
    const subscription = await startSubscription({
      ...{ log, clock },
      async make() {
        const stream = await jetStream.stream();
        const taken = await takeConsumer(
          jetStream.connection(),
          await jetStream.manager(),
          stream,
          role.terms(),
        );
        // What was published while it was not there was kept for nobody.
        if (taken.isNew && !isFirst) lost();
        isFirst = false;
        return taken;
      },
      handle: (message) => deliver(message, receiver, { ackWaitMs: role.ackWaitMs, isClosed, log, clock }),
    });
    watched.push({ event, subject: subjectOf(event), subscription, handledUpTo: role.handledUpTo });
  };

  /** Until when it is known that an event's consumers are there, in ms of the clock's `elapsed`. */
  const heardUntil = new Map<DurableEventName, number>();
  const requireConsumers = async (event: DurableEventName): Promise<void> => {
    if (clock.elapsed() < (heardUntil.get(event) ?? 0)) return;
    for (const group of consumedBy(event))
      if ((await infoOf(await jetStream.manager(), consumerNameOf(group, event))) === null)
        throw new Error(`${event} waits: ${group} has no consumer yet`);
    heardUntil.set(event, clock.elapsed() + HEARD_MS);
  };
  gapListeners.push(() => heardUntil.clear());

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
      await requireConsumers(event);
      await send().catch(async (error: unknown) => {
        if (!isUnheard(error)) throw error;
        await jetStream.stream();
        await requireConsumers(event);
        await send();
      });
    },
    consume: (event, group, receiver) => subscribe(event, groupOf(event, group, ackWaitMs), receiver),
    async follow(event, receiver) {
      followEvent(jetStream.connection(), event, receiver, { log, missed: lost });
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
