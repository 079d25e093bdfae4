import { AckPolicy, type JetStreamManager, type NatsConnection, type StreamInfo } from 'nats';
import type { ConsumerTerms } from './consumer-role.ts';
import { infoOf, STREAM } from './stream.ts';
import type { MadeConsumer } from './subscription.ts';

/** A consumer, and whether it was not there before. */
export interface TakenConsumer extends MadeConsumer {
  isNew: boolean;
}

/** A pull lives this long; two missed heartbeats (half of it each) show that the server has lost the consumer. */
const PULL_MS = 3_000;

/** Makes a consumer, or brings the one that is there up to date, and begins to pull. */
export const takeConsumer = async (
  connection: NatsConnection,
  manager: JetStreamManager,
  stream: StreamInfo,
  { config, start, messages }: ConsumerTerms,
): Promise<TakenConsumer> => {
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
  return { name, messages: await consumer.consume(pull), isNew: !isThere };
};
