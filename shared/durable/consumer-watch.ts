import type { ConsumerInfo, JetStreamManager, StreamInfo } from 'nats';
import type { Clock } from '../time/clock.ts';
import { type Loop, startLoop } from '../time/loop.ts';
import type { Handled } from './consumer-role.ts';
import { holdEvents } from './hold-events.ts';
import { infoOf, lastSeqOf, STREAM } from './stream.ts';
import type { Subscription } from './subscription.ts';

/** A consumer to keep an eye on. */
export interface Watched {
  event: string;
  subject: string;
  subscription: Subscription;
  /** Told up to where in which stream everything was handled; null = nobody can say. */
  handledUpTo(place: Handled | null): void;
}

interface ConsumerWatchOptions {
  watched: readonly Watched[];
  /** The stream, made again if it was missing. */
  stream: () => Promise<StreamInfo>;
  manager: () => Promise<JetStreamManager>;
  /** False while there is no connection: then nothing can be said. */
  isReady: () => boolean;
  everyMs: number;
  /** A consumer that has events to deliver and did not move for so long is asleep. */
  asleepMs: number;
  /** Told of each that was made anew. */
  remade(event: string): void;
  log: { warn(message: string): void };
  clock: Clock;
}

/** How far a consumer was when it last moved, and when that was seen, in ms of the clock's `elapsed`. */
interface Sight {
  at: number;
  position: string;
}

const positionOf = ({ name, created, delivered, ack_floor }: ConsumerInfo): string =>
  [name, created, delivered.consumer_seq, ack_floor.stream_seq].join(' ');

/**
 * Looks now and then whether every consumer delivers what its stream has for it. One that sleeps over events (a server
 * that was killed while it wrote may come back so) is deleted and made anew, behind the last event that was handled.
 */
export const watchConsumers = (options: ConsumerWatchOptions): Loop => {
  const { watched, isReady, everyMs, asleepMs, log, clock } = options;
  const sights = new Map<Watched, Sight>();
  let failing = false;

  const remake = async (
    manager: JetStreamManager,
    one: Watched,
    info: ConsumerInfo,
    from: Handled | null,
  ) => {
    log.warn(`consumer ${info.name} sleeps over events, made anew`);
    one.handledUpTo(from);
    sights.delete(one);
    options.remade(one.event);
    // Else the stream would drop what nobody but this one has still to handle.
    await holdEvents(manager, one.subject, info.name);
    try {
      await manager.consumers.delete(STREAM, info.name);
    } finally {
      one.subscription.restart();
    }
  };

  const judge = async (
    manager: JetStreamManager,
    one: Watched,
    info: ConsumerInfo,
    { state, created }: StreamInfo,
  ): Promise<void> => {
    // It went with the stream before this one.
    if (Date.parse(info.created) < Date.parse(created)) return one.subscription.restart();
    // The stream has lost its latest events; what comes has numbers that the consumer believes it has delivered.
    if (info.delivered.stream_seq > state.last_seq) return remake(manager, one, info, null);
    const handled = { stream: created, seq: info.ack_floor.stream_seq };
    one.handledUpTo(handled);
    const position = positionOf(info);
    const isBehind = (await lastSeqOf(manager, one.subject)) > handled.seq;
    const sight = sights.get(one);
    if (!isBehind || sight?.position !== position) sights.set(one, { at: clock.elapsed(), position });
    else if (clock.elapsed() - sight.at >= asleepMs) await remake(manager, one, info, handled);
  };

  const look = async (): Promise<void> => {
    const manager = await options.manager();
    const infos: [Watched, ConsumerInfo][] = [];
    for (const one of [...watched]) {
      const info = await infoOf(manager, one.subscription.consumer());
      // Its loop notices that by itself; a pull that the server has forgotten takes longer.
      if (info === null) one.subscription.restart();
      else infos.push([one, info]);
    }
    // After the consumers: it must not be older than what they have delivered.
    const stream = await options.stream();
    for (const [one, info] of infos) await judge(manager, one, info, stream);
  };

  return startLoop({
    ...{ idleMs: everyMs, clock },
    async work() {
      if (!isReady()) return sights.clear();
      await look();
      failing = false;
    },
    failed(error) {
      if (!failing) log.warn(`consumers of events could not be looked at: ${error}`);
      failing = true;
    },
  });
};
