import {
  type ConsumerInfo,
  ErrorCode,
  type JetStreamManager,
  NatsError,
  RetentionPolicy,
  StorageType,
  type StreamAPI,
  type StreamInfo,
} from 'nats';
import type { DurableEventName } from '../contract/events.ts';

/** Where every durable event is stored. */
export const STREAM = 'CENSO';
export const subjectOf = (name: DurableEventName): string => `censo.${name}`;
export const NANOS_PER_MS = 1_000_000;
const KEEP_MS = 7 * 24 * 3_600_000;
/** Within this time the same event id is stored once. */
const DEDUPLICATION_MS = 10 * 60_000;

/** True when the server says that there is no such stream, consumer or message. */
const isMissing = (error: unknown): boolean =>
  error instanceof NatsError &&
  (error.api_error?.code === 404 || error.code === ErrorCode.JetStream404NoMessages);

/** True when nobody takes what was published: the stream is gone. */
export const isUnheard = (error: unknown): boolean =>
  error instanceof NatsError && error.code === ErrorCode.NoResponders;

/** Null when it is missing. */
export const findStream = async (manager: JetStreamManager): Promise<StreamInfo | null> => {
  try {
    return await manager.streams.info(STREAM);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** Creates the stream when it is missing; an existing one is left as the operator made it. */
export const ensureStream = async (manager: JetStreamManager, replicas: number): Promise<StreamInfo> => {
  const found = await findStream(manager);
  if (found !== null) return found;
  return manager.streams.add({
    name: STREAM,
    subjects: ['censo.>'],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    num_replicas: replicas,
    max_age: KEEP_MS * NANOS_PER_MS,
    max_bytes: 1_073_741_824,
    allow_direct: true,
    duplicate_window: DEDUPLICATION_MS * NANOS_PER_MS,
  });
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
export const lastSeqOf = async (manager: JetStreamManager, subject: string): Promise<number> => {
  try {
    // The way whose right is given by subject: the older one reads any event.
    // The library's type leaves out what its manager has.
    const { direct } = manager as JetStreamManager & { direct: Pick<StreamAPI, 'getMessage'> };
    return (await direct.getMessage(STREAM, { last_by_subj: subject })).seq;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
};
