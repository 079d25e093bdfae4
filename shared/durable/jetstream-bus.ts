import {
  connect,
  DeliverPolicy,
  type JetStreamManager,
  JSONCodec,
  type NatsConnection,
  type StreamInfo,
} from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import { AppError } from '../errors.ts';
import { waitFor } from '../wait-for.ts';
import type { DurableBus, DurableHandler } from './bus.ts';
import { type Handled, type Watched, watchConsumers } from './consumer-watch.ts';
import { deliver } from './deliver.ts';
import { type ConnectionState, watchConnection } from './nats-connection.ts';
import { isOlderThanTested, TESTED_NATS } from './nats-version.ts';
import { ensureStream, isUnheard, NANOS_PER_MS, STREAM } from './stream.ts';
import { type MadeConsumer, startSubscription } from './subscription.ts';
import { type ConsumerTerms, type Start, takeConsumer } from './take-consumer.ts';

export interface JetStreamBusOptions {
  url: string;
  /** Shown in the server's connection list. */
  name: string;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
  /** On how many servers a stream that is made here keeps each event; 1 unless told. */
  replicas?: number;
  /** How long a start waits for a server that is not up yet, in ms; 60,000 unless told. */
  patienceMs?: number;
  /** How long, in ms, the server waits for word of an event before it gives it to a group again; 6,000 unless told. */
  ackWaitMs?: number;
  /** How often it is looked whether a consumer sleeps, and how long it may seem so, in ms. */
  watch?: { everyMs: number; asleepMs: number };
  /** Told of each consumer that slept and was made anew. */
  remade?: (event: string) => void;
}

const subjectOf = (name: DurableEventName) => `censo.${name}`;

const CALL_TIMEOUT_MS = 5_000;
const PATIENCE_MS = 60_000;
/** Two of these without an answer, and the server is given up for another: it may stand still with its connections open. */
const PING_MS = 3_000;
const MOST_PINGS_OUT = 2;
/**
 * A group's events come one at a time: one whose acknowledgement was lost with the server, or whose process died,
 * holds up all after it for this long. A handler that takes longer says that it is at work.
 */
const ACK_WAIT_MS = 6_000;
/** A follower has up to a hundred events in hand, which wait for each other and hold nothing up. */
const FOLLOWER_ACK_WAIT_MS = 30_000;
/** Clocks differ: what came shortly before the last event seen is asked for again. */
const OVERLAP_MS = 10_000;
/** No handler of ours is at work for so long, and no event that failed rests for so long. */
const WATCH = { everyMs: 10_000, asleepMs: 60_000 };

/**
 * Distributed mode: events are stored by JetStream until every consumer has handled them. Works with servers from
 * 2.9.10 on, so no consumer metadata and no several filter subjects.
 */
export const createJetStreamBus = (options: JetStreamBusOptions): DurableBus => {
  const { url, name, log, replicas = 1, ackWaitMs = ACK_WAIT_MS, patienceMs = PATIENCE_MS } = options;
  const codec = JSONCodec<unknown>();
  const closing = new AbortController();
  const watched: Watched[] = [];
  const gapListeners: (() => void)[] = [];
  let connection: NatsConnection | undefined;
  let state: ConnectionState | undefined;
  let streamCreated: string | undefined;
  let endWatch: (() => Promise<void>) | undefined;

  const connected = (): NatsConnection => {
    if (connection === undefined) throw new Error('the event bus is not connected');
    return connection;
  };
  const managerOf = (): Promise<JetStreamManager> =>
    connected().jetstreamManager({ timeout: CALL_TIMEOUT_MS });
  const isReady = () => state?.isAway() === false;

  /** Makes the stream when it is missing, and tells when it is another one than before: what that one had is lost. */
  const currentStream = async (): Promise<StreamInfo> => {
    const info = await ensureStream(await managerOf(), replicas);
    const isAnother = streamCreated !== undefined && streamCreated !== info.created;
    streamCreated = info.created;
    if (isAnother) {
      log.warn(`stream ${STREAM} was lost and is made anew: what it had is found by looking`);
      for (const listener of gapListeners) listener();
    }
    return info;
  };

  const take = async (terms: ConsumerTerms): Promise<MadeConsumer> => {
    const stream = await currentStream();
    return takeConsumer(connected(), await managerOf(), stream, terms);
  };

  const subscribe = async (
    event: DurableEventName,
    handler: DurableHandler<never>,
    {
      make,
      waitMs,
      handledUpTo,
    }: Pick<Watched, 'handledUpTo'> & { make: () => Promise<MadeConsumer>; waitMs: number },
  ): Promise<void> => {
    const terms = { ackWaitMs: waitMs, isClosed: () => connected().isClosed(), log };
    const subscription = await startSubscription({
      ...{ make, log, signal: closing.signal },
      handle: (message) => deliver(message, handler, terms),
    });
    watched.push({ event, subject: subjectOf(event), subscription, handledUpTo });
  };

  return {
    async connect() {
      await waitFor('NATS with JetStream', { log, patienceMs }, async () => {
        if (connection === undefined) {
          connection = await connect({
            servers: url,
            name,
            timeout: CALL_TIMEOUT_MS,
            maxReconnectAttempts: -1,
            reconnectTimeWait: 500,
            pingInterval: PING_MS,
            maxPingOut: MOST_PINGS_OUT,
          });
          state = watchConnection(connection);
        }
        await currentStream();
      }).catch(async (error: unknown) => {
        await connection?.close();
        throw natsAway(error);
      });
      const version = connected().info?.version ?? '';
      if (isOlderThanTested(version))
        log.warn(`NATS ${version} is older than what is tested (${TESTED_NATS}): upgrade the server`);
      endWatch = watchConsumers({
        ...(options.watch ?? WATCH),
        ...{ watched, isReady, log, stream: currentStream, manager: managerOf },
        remade: options.remade ?? (() => {}),
      });
    },
    async publish(event, payload, id) {
      const send = () =>
        connected()
          .jetstream()
          .publish(subjectOf(event), codec.encode(payload), { msgID: id, timeout: CALL_TIMEOUT_MS });
      await send().catch(async (error: unknown) => {
        if (!isUnheard(error)) throw error;
        await currentStream();
        await send();
      });
    },
    async consume<N extends DurableEventName>(event: N, group: string, handler: DurableHandler<N>) {
      let handled: Handled | null = null;
      const begin = ({ created }: StreamInfo): Start =>
        handled?.stream === created
          ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: handled.seq + 1 }
          : { deliver_policy: DeliverPolicy.All };
      const config = {
        durable_name: `${group}-${event.replaceAll('.', '-')}`,
        filter_subject: subjectOf(event),
        ack_wait: ackWaitMs * NANOS_PER_MS,
        // One at a time over all processes: events of one person never overtake each other.
        max_ack_pending: 1,
      };
      await subscribe(event, handler as DurableHandler<never>, {
        make: () => take({ config, start: begin, messages: 1 }),
        waitMs: ackWaitMs,
        handledUpTo(place) {
          handled = place;
        },
      });
    },
    async follow<N extends DurableEventName>(event: N, handler: DurableHandler<N>) {
      // A follower that is made again starts a little before the last event it saw, so that none is missed.
      let seenUntil = Date.now();
      const begin = (): Start => ({
        deliver_policy: DeliverPolicy.StartTime,
        opt_start_time: new Date(seenUntil - OVERLAP_MS).toISOString(),
      });
      // Another name each time: the server may still know the old one.
      const config = () => ({
        name: `${name}-${event.replaceAll('.', '-')}-${crypto.randomUUID().slice(0, 8)}`,
        filter_subject: subjectOf(event),
        ack_wait: FOLLOWER_ACK_WAIT_MS * NANOS_PER_MS,
        // The server forgets a follower that has been away for this long.
        inactive_threshold: 300_000 * NANOS_PER_MS,
        mem_storage: true,
      });
      const noting: DurableHandler<N> = async (payload, id) => {
        await handler(payload, id);
        seenUntil = Date.now();
      };
      await subscribe(event, noting as DurableHandler<never>, {
        make: () => take({ config: config(), start: begin, messages: 100 }),
        waitMs: FOLLOWER_ACK_WAIT_MS,
        handledUpTo: () => {},
      });
    },
    onGap: (listener) => void gapListeners.push(listener),
    isReady,
    async close() {
      closing.abort();
      await endWatch?.();
      await Promise.all(watched.map(({ subscription }) => subscription.stop()));
      await connection?.close();
    },
  };
};

/** Without the address: it may have a password. */
const natsAway = (cause: unknown): AppError =>
  new AppError(
    'nats_away',
    'NATS con JetStream no respondió a tiempo: revise NATS_URL, que el servidor esté en marcha y que tenga JetStream (-js), y vuelva a iniciar. START_TIMEOUT_S dice cuánto se espera.',
    { status: 503, cause },
  );
