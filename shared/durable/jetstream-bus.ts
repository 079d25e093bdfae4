import {
  AckPolicy,
  type ConsumerMessages,
  connect,
  DeliverPolicy,
  type JetStreamManager,
  JSONCodec,
  type JsMsg,
  type NatsConnection,
  RetentionPolicy,
  StorageType,
} from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import type { DurableBus, DurableHandler } from './bus.ts';

export interface JetStreamBusOptions {
  url: string;
  /** Shown in the server's connection list. */
  name: string;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
}

const STREAM = 'CENSO';
const subjectOf = (name: DurableEventName) => `censo.${name}`;

const NANOS_PER_MS = 1_000_000;
const CALL_TIMEOUT_MS = 5_000;
/** An event that is not acknowledged in this time is delivered again. */
const ACK_WAIT_MS = 30_000;
/** How long a consumer that is behind by a failure waits before the event comes again. */
const REDELIVERY_PAUSE_MS = 2_000;
const KEEP_MS = 7 * 24 * 3_600_000;
/** Within this time the same event id is stored once. */
const DEDUPLICATION_MS = 10 * 60_000;

/**
 * Distributed mode: events are stored by JetStream until every consumer has handled them. Works with servers from
 * 2.9.10 on, so no consumer metadata and no several filter subjects.
 */
export const createJetStreamBus = ({ url, name, log }: JetStreamBusOptions): DurableBus => {
  const codec = JSONCodec<unknown>();
  const open: ConsumerMessages[] = [];
  const loops: Promise<void>[] = [];
  let connection: NatsConnection | undefined;

  const connected = (): NatsConnection => {
    if (connection === undefined) throw new Error('the event bus is not connected');
    return connection;
  };

  const handle = async (message: JsMsg, handler: DurableHandler<never>): Promise<void> => {
    try {
      await handler(codec.decode(message.data) as never);
      message.ack();
    } catch (error) {
      log.error(`event ${message.subject} #${message.seq} not handled, comes again: ${error}`);
      message.nak(REDELIVERY_PAUSE_MS);
    }
  };

  const run = (messages: ConsumerMessages, handler: DurableHandler<never>): void => {
    open.push(messages);
    loops.push(
      (async () => {
        for await (const message of messages) await handle(message, handler);
      })(),
    );
  };

  return {
    async connect() {
      connection = await connect({
        servers: url,
        name,
        timeout: CALL_TIMEOUT_MS,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 500,
        waitOnFirstConnect: true,
      });
      await ensureStream(await connection.jetstreamManager({ timeout: CALL_TIMEOUT_MS }));
    },
    async publish(event, payload, id) {
      await connected()
        .jetstream()
        .publish(subjectOf(event), codec.encode(payload), { msgID: id, timeout: CALL_TIMEOUT_MS });
    },
    async consume<N extends DurableEventName>(event: N, group: string, handler: DurableHandler<N>) {
      const durable = `${group}-${event.replaceAll('.', '-')}`;
      const manager = await connected().jetstreamManager();
      await manager.consumers.add(STREAM, {
        durable_name: durable,
        filter_subject: subjectOf(event),
        ack_policy: AckPolicy.Explicit,
        ack_wait: ACK_WAIT_MS * NANOS_PER_MS,
        deliver_policy: DeliverPolicy.All,
        // One at a time over all processes: events of one person never overtake each other.
        max_ack_pending: 1,
      });
      const consumer = await connected().jetstream().consumers.get(STREAM, durable);
      run(await consumer.consume({ max_messages: 1, expires: 10_000 }), handler as DurableHandler<never>);
    },
    async follow<N extends DurableEventName>(event: N, handler: DurableHandler<N>) {
      const manager = await connected().jetstreamManager();
      const { name: consumerName } = await manager.consumers.add(STREAM, {
        name: `${name}-${event.replaceAll('.', '-')}-${crypto.randomUUID().slice(0, 8)}`,
        filter_subject: subjectOf(event),
        ack_policy: AckPolicy.Explicit,
        ack_wait: ACK_WAIT_MS * NANOS_PER_MS,
        deliver_policy: DeliverPolicy.New,
        // The server forgets a follower that has been away for this long; it then starts anew with its process.
        inactive_threshold: 3_600_000 * NANOS_PER_MS,
        mem_storage: true,
      });
      const consumer = await connected().jetstream().consumers.get(STREAM, consumerName);
      run(await consumer.consume({ max_messages: 100, expires: 10_000 }), handler as DurableHandler<never>);
    },
    isReady: () => connection !== undefined && !connection.isClosed(),
    async close() {
      await Promise.all(open.map((messages) => messages.close()));
      await Promise.all(loops);
      await connection?.close();
    },
  };
};

/** Creates the stream when it is missing; an existing one is left as the operator made it. */
const ensureStream = async (manager: JetStreamManager): Promise<void> => {
  const subjects = ['censo.>'];
  try {
    await manager.streams.info(STREAM);
  } catch {
    await manager.streams.add({
      name: STREAM,
      subjects,
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      max_age: KEEP_MS * NANOS_PER_MS,
      max_bytes: 1_073_741_824,
      duplicate_window: DEDUPLICATION_MS * NANOS_PER_MS,
    });
  }
};
