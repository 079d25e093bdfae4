import type { ConsumerInfo, JetStreamManager, StreamInfo } from 'nats';
import { isMissing, STREAM } from './stream.ts';
import type { Subscription } from './subscription.ts';

/** The number of an event, and when the stream that numbers it was made. */
export interface Handled {
  stream: string;
  seq: number;
}

/** A consumer to keep an eye on. */
export interface Watched {
  event: string;
  subject: string;
  subscription: Subscription;
  /** Told up to where in which stream everything was handled; null = nobody can say. */
  handledUpTo(place: Handled | null): void;
}

export interface ConsumerWatchOptions {
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
}

/** How far a consumer was when it last moved, in ms of the process's clock. */
interface Sight {
  at: number;
  position: string;
}

const positionOf = ({ name, created, delivered, ack_floor }: ConsumerInfo): string =>
  [name, created, delivered.consumer_seq, ack_floor.stream_seq].join(' ');

/**
 * Looks now and then whether every consumer delivers what its stream has for it. One that sleeps over events (a server
 * that was killed while it wrote may come back so) is deleted and made anew, behind the last event that was handled.
 *
 * @returns ends it
 */
export const watchConsumers = (options: ConsumerWatchOptions): (() => Promise<void>) => {
  const { watched, isReady, everyMs, asleepMs, log } = options;
  const sights = new Map<Watched, Sight>();
  let looking: Promise<void> | undefined;
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
    if (!isBehind || sight?.position !== position) sights.set(one, { at: performance.now(), position });
    else if (performance.now() - sight.at >= asleepMs) await remake(manager, one, info, handled);
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

  const timer = setInterval(() => {
    if (!isReady()) return sights.clear();
    looking ??= look()
      .then(
        () => {
          failing = false;
        },
        (error: unknown) => {
          if (!failing) log.warn(`consumers of events could not be looked at: ${error}`);
          failing = true;
        },
      )
      .finally(() => {
        looking = undefined;
      });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
};

/** Null for a consumer that the server does not know. */
export const infoOf = async (manager: JetStreamManager, consumer: string): Promise<ConsumerInfo | null> => {
  try {
    return await manager.consumers.info(STREAM, consumer);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** The number of the newest event with this subject, 0 when there is none. */
const lastSeqOf = async (manager: JetStreamManager, subject: string): Promise<number> => {
  try {
    return (await manager.streams.getMessage(STREAM, { last_by_subj: subject })).seq;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
};
