import {
  AckPolicy,
  type ConsumerConfig,
  type JetStreamManager,
  type NatsConnection,
  type StreamInfo,
} from 'nats';
import { infoOf } from './consumer-watch.ts';
import { STREAM } from './stream.ts';
import type { MadeConsumer } from './subscription.ts';

/** Where a consumer that is made begins. */
export type Start = Pick<ConsumerConfig, 'deliver_policy'> &
  Partial<Pick<ConsumerConfig, 'opt_start_seq' | 'opt_start_time'>>;

export interface ConsumerTerms {
  /** One with a `durable_name` is everybody's of that name. */
  config: Partial<ConsumerConfig>;
  /** Asked for a consumer that is not there. */
  start: (stream: StreamInfo) => Start;
  /** How many events this process has in hand at the most. */
  messages: number;
}

/** A pull lives this long; two missed heartbeats (half of it each) show that the server has lost the consumer. */
const PULL_MS = 3_000;

/** Makes a consumer, or brings the one that is there up to date, and begins to pull. */
export const takeConsumer = async (
  connection: NatsConnection,
  manager: JetStreamManager,
  stream: StreamInfo,
  { config, start, messages }: ConsumerTerms,
): Promise<MadeConsumer> => {
  const { durable_name: durable } = config;
  const isThere = durable !== undefined && (await infoOf(manager, durable)) !== null;
  // It keeps its beginning, which no server lets anybody change; servers from 2.10 on take no other change for a creation.
  const { name } = isThere
    ? await manager.consumers.update(STREAM, durable, config)
    : await manager.consumers.add(STREAM, {
        ack_policy: AckPolicy.Explicit,
        ...config,
        ...start(stream),
      });
  const consumer = await connection.jetstream().consumers.get(STREAM, name);
  const pull = { max_messages: messages, expires: PULL_MS, abort_on_missing_resource: true };
  return { name, messages: await consumer.consume(pull) };
};
