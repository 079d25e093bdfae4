import { setTimeout as sleep } from 'node:timers/promises';
import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerMessages,
  connect,
  DeliverPolicy,
  JSONCodec,
  type JsMsg,
  type NatsConnection,
} from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import { AppError } from '../errors.ts';
import { waitFor } from '../wait-for.ts';
import type { DurableBus, DurableHandler } from './bus.ts';
import { type ConnectionState, watchConnection } from './nats-connection.ts';
import { ensureStream, NANOS_PER_MS, STREAM } from './stream.ts';
import { NotHandled } from './tries.ts';

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
/** How long a consumer that is behind by a failure waits before the event comes again. */
const REDELIVERY_PAUSE_MS = 2_000;
/** A pull lives this long; two missed heartbeats (half of it each) show that the server has lost the consumer. */
const PULL_MS = 3_000;
/** Clocks differ: what came shortly before the last event seen is asked for again. */
const OVERLAP_MS = 10_000;

/**
 * Distributed mode: events are stored by JetStream until every consumer has handled them. Works with servers from
 * 2.9.10 on, so no consumer metadata and no several filter subjects.
 */
export const createJetStreamBus = (options: JetStreamBusOptions): DurableBus => {
  const { url, name, log, replicas = 1, ackWaitMs = ACK_WAIT_MS, patienceMs = PATIENCE_MS } = options;
  const codec = JSONCodec<unknown>();
  const closing = new AbortController();
  const open = new Set<ConsumerMessages>();
  const loops: Promise<void>[] = [];
  let connection: NatsConnection | undefined;
  let state: ConnectionState | undefined;

  const connected = (): NatsConnection => {
    if (connection === undefined) throw new Error('the event bus is not connected');
    return connection;
  };

  const handle = async (message: JsMsg, handler: DurableHandler<never>): Promise<void> => {
    const atWork = setInterval(() => {
      if (!connected().isClosed()) message.working();
    }, ackWaitMs / 3);
    try {
      const payload = payloadOf(message);
      if (payload === undefined) return message.term(); // Without a reason: servers before 2.10 would not understand it.
      await handler(payload as never, message.headers?.get('Nats-Msg-Id') || `censo-stream-${message.seq}`);
      message.ack();
    } catch (error) {
      log.warn(`event ${message.subject} #${message.seq} comes again: ${error}`);
      message.nak(error instanceof NotHandled ? error.pauseMs : REDELIVERY_PAUSE_MS);
    } finally {
      clearInterval(atWork);
    }
  };

  /** Nothing of ours is anything but JSON: what somebody else put into the stream must not hold up what is ours. */
  const payloadOf = (message: JsMsg): unknown => {
    try {
      return codec.decode(message.data);
    } catch (error) {
      log.error(`event ${message.subject} #${message.seq} is no JSON, passed over: ${error}`);
      return undefined;
    }
  };

  /**
   * Handles what a consumer delivers for as long as the bus is open. A consumer that the server has forgotten (it
   * restarted, or we were away for long) is made again; the first one is awaited, so that a caller knows that it is
   * there.
   */
  const run = async (
    make: () => Promise<ConsumerMessages>,
    handler: DurableHandler<never>,
  ): Promise<void> => {
    let messages = await make();
    const loop = async (): Promise<void> => {
      while (!closing.signal.aborted) {
        open.add(messages);
        try {
          for await (const message of messages) await handle(message, handler);
        } catch (error) {
          log.warn(`consumer of events lost, making it again: ${error}`);
        }
        open.delete(messages);
        messages = await makeAgain(make, messages);
      }
    };
    loops.push(loop());
  };

  const makeAgain = async (
    make: () => Promise<ConsumerMessages>,
    old: ConsumerMessages,
  ): Promise<ConsumerMessages> => {
    while (!closing.signal.aborted) {
      try {
        return await make();
      } catch (error) {
        log.warn(`no consumer of events yet: ${error}`);
        await sleep(REDELIVERY_PAUSE_MS, undefined, { ref: false });
      }
    }
    return old;
  };

  const consumerOf = async (config: Partial<ConsumerConfig>, messages: number): Promise<ConsumerMessages> => {
    const manager = await connected().jetstreamManager({ timeout: CALL_TIMEOUT_MS });
    await ensureStream(manager, replicas);
    const added = await manager.consumers.add(STREAM, {
      ack_policy: AckPolicy.Explicit,
      ...config,
    });
    const consumer = await connected().jetstream().consumers.get(STREAM, added.name);
    return consumer.consume({ max_messages: messages, expires: PULL_MS, abort_on_missing_resource: true });
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
        await ensureStream(await connection.jetstreamManager({ timeout: CALL_TIMEOUT_MS }), replicas);
      }).catch(async (error: unknown) => {
        await connection?.close();
        throw natsAway(error);
      });
    },
    async publish(event, payload, id) {
      await connected()
        .jetstream()
        .publish(subjectOf(event), codec.encode(payload), { msgID: id, timeout: CALL_TIMEOUT_MS });
    },
    async consume<N extends DurableEventName>(event: N, group: string, handler: DurableHandler<N>) {
      const make = () =>
        consumerOf(
          {
            durable_name: `${group}-${event.replaceAll('.', '-')}`,
            filter_subject: subjectOf(event),
            deliver_policy: DeliverPolicy.All,
            ack_wait: ackWaitMs * NANOS_PER_MS,
            // One at a time over all processes: events of one person never overtake each other.
            max_ack_pending: 1,
          },
          1,
        );
      await run(make, handler as DurableHandler<never>);
    },
    async follow<N extends DurableEventName>(event: N, handler: DurableHandler<N>) {
      // A follower that is made again starts a little before the last event it saw, so that none is missed.
      let seenUntil = Date.now();
      const make = () =>
        consumerOf(
          {
            name: `${name}-${event.replaceAll('.', '-')}-${crypto.randomUUID().slice(0, 8)}`,
            filter_subject: subjectOf(event),
            deliver_policy: DeliverPolicy.StartTime,
            opt_start_time: new Date(seenUntil - OVERLAP_MS).toISOString(),
            ack_wait: FOLLOWER_ACK_WAIT_MS * NANOS_PER_MS,
            // The server forgets a follower that has been away for this long.
            inactive_threshold: 300_000 * NANOS_PER_MS,
            mem_storage: true,
          },
          100,
        );
      const noting: DurableHandler<N> = async (payload, id) => {
        await handler(payload, id);
        seenUntil = Date.now();
      };
      await run(make, noting as DurableHandler<never>);
    },
    isReady: () => state?.isAway() === false,
    async close() {
      closing.abort();
      await Promise.all([...open].map((messages) => messages.close()));
      await Promise.all(loops);
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
