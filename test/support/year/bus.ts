import type { DurableEventName } from '../../../shared/contract/events.ts';
import type { DurableBus, Receiver } from '../../../shared/durable/bus.ts';
import { NotHandled } from '../../../shared/durable/tries.ts';
import type { Chance } from './chance.ts';
import type { Process } from './process.ts';
import type { World } from './time.ts';

/** How badly events are carried: parts of the cases, 0 to 1. */
export interface Carriage {
  /** A publication is not heard, or its receipt is not. */
  publishLost: number;
  receiptLost: number;
  /** What was acknowledged comes again. */
  ackLost: number;
  late: number;
  /** An event disappears, as with a disk that had not written it. */
  vanished: number;
}

interface Message {
  id: string;
  payload: unknown;
}

interface Consumer {
  queue: Message[];
  members: { process: Process; receive: Receiver }[];
  /** Which delivery is the one in hand; 0 = none. */
  inHand: number;
}

export interface Stream {
  busOf(process: Process): DurableBus;
  setReady(ready: boolean): void;
  /** The server has lost what it had. @param noticed whether who needs events is told at once */
  wipe(noticed: boolean): void;
  /** How many events wait. */
  size(): number;
}

const ACK_WAIT_MS = 6_000;
const REDELIVERY_PAUSE_MS = 2_000;
const DEDUPLICATED_MS = 120_000;

/** JetStream as the services use it: kept until handled, one at a time for each group, again after 6 s without word. */
export const createStream = (world: World, chance: Chance, carriage: Carriage): Stream => {
  let isReady = true;
  let deliveries = 0;
  const consumers = new Map<string, Consumer>();
  const seen = new Map<string, number>();
  const gaps: { process: Process; listener: () => void }[] = [];

  const consumerOf = (name: DurableEventName, group: string): Consumer => {
    const key = `${name} ${group}`;
    const known = consumers.get(key) ?? { queue: [], members: [], inHand: 0 };
    consumers.set(key, known);
    return known;
  };
  const finish = (consumer: Consumer, delivery: number, message: Message): void => {
    if (consumer.inHand !== delivery) return;
    if (!isReady || chance.happens(carriage.ackLost)) return; // It comes again after the wait.
    consumer.inHand = 0;
    if (consumer.queue[0] === message) consumer.queue.shift();
    next(consumer);
  };
  const again = (consumer: Consumer, delivery: number, pauseMs: number): void => {
    world.in(pauseMs, () => {
      if (consumer.inHand !== delivery) return;
      consumer.inHand = 0;
      next(consumer);
    });
  };
  /** Looks whether whoever has it still says that they are at work. */
  const watch = (consumer: Consumer, delivery: number, process: Process): void => {
    world.in(ACK_WAIT_MS, () => {
      if (consumer.inHand !== delivery) return;
      if (process.isAlive() && !process.isFrozen() && working.has(delivery))
        watch(consumer, delivery, process);
      else again(consumer, delivery, 0);
    });
  };
  const working = new Set<number>();
  const next = (consumer: Consumer): void => {
    const [message] = consumer.queue;
    if (message === undefined || consumer.inHand !== 0 || !isReady) return;
    const ready = consumer.members.filter(({ process }) => process.isAlive());
    if (ready.length === 0) return;
    const { process, receive } = chance.pick(ready);
    deliveries += 1;
    const delivery = deliveries;
    consumer.inHand = delivery;
    watch(consumer, delivery, process);
    const delayMs = chance.happens(carriage.late) ? chance.between(1_000, 120_000) : chance.delay(3, 40);
    if (chance.happens(carriage.vanished)) {
      consumer.queue.shift();
      consumer.inHand = 0;
      next(consumer);
      return;
    }
    working.add(delivery);
    process.after(delayMs, () => {
      const handled = receive(structuredClone(message.payload), message.id);
      handled.then(
        () => {
          working.delete(delivery);
          process.after(0.5, () => finish(consumer, delivery, message));
        },
        (error: unknown) => {
          working.delete(delivery);
          again(consumer, delivery, error instanceof NotHandled ? error.pauseMs : REDELIVERY_PAUSE_MS);
        },
      );
    });
  };
  const nextOfAll = (): void => {
    for (const consumer of consumers.values()) next(consumer);
  };

  return {
    busOf: (process) => ({
      connect: async () => {},
      async publish(name, payload, id) {
        await process.gate();
        if (!isReady || chance.happens(carriage.publishLost)) throw new Error('NATS did not answer');
        if ((seen.get(id) ?? Number.NEGATIVE_INFINITY) < world.now() - DEDUPLICATED_MS) {
          seen.set(id, world.now());
          world.changed();
          const message = { id, payload: structuredClone(payload) };
          for (const [key, consumer] of consumers)
            if (key.startsWith(`${name} `)) consumer.queue.push({ ...message });
          nextOfAll();
        }
        if (chance.happens(carriage.receiptLost)) throw new Error('NATS did not answer in time');
        await process.gate();
      },
      async consume(name, group, receive) {
        const consumer = consumerOf(name, group);
        consumer.members.push({ process, receive });
        next(consumer);
      },
      follow: async () => {},
      onGap: (listener) => void gaps.push({ process, listener }),
      isReady: () => isReady,
      close: async () => {},
    }),
    setReady(ready) {
      isReady = ready;
      world.changed();
      if (ready) nextOfAll();
    },
    wipe(noticed) {
      for (const consumer of consumers.values()) {
        consumer.queue = [];
        consumer.inHand = 0;
      }
      seen.clear();
      world.changed();
      if (noticed)
        for (const { process, listener } of gaps)
          if (process.isAlive()) process.after(chance.between(0, 10_000), listener);
    },
    size: () => [...consumers.values()].reduce((sum, { queue }) => sum + queue.length, 0),
  };
};
