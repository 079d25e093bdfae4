import {
  type ConsumerInfo,
  ErrorCode,
  type JetStreamManager,
  NatsError,
  RetentionPolicy,
  StorageType,
  type StreamAPI,
  type StreamConfig,
  type StreamInfo,
} from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import { AppError } from '../errors.ts';

/** Where every durable event waits for its consumers. */
export const STREAM = 'CENSO';
const SUBJECTS = ['censo.>'];
export const subjectOf = (name: DurableEventName): string => `censo.${name}`;
export const NANOS_PER_MS = 1_000_000;
/** A consumer that is away for longer finds what it missed by looking. */
const KEEP_MS = 24 * 3_600_000;
/** 100,000 events; the oldest go first, and are found by looking. `max_memory_store` of the servers must allow it. */
const MOST_BYTES = 32 * 1_048_576;
/** Within this time the same event id is stored once. */
const DEDUPLICATION_MS = 10 * 60_000;

/**
 * An event is kept until its consumers have it, and only in memory: a server marks what it deletes from a file, and
 * leaves the bytes, cédulas among them, until the file is written anew.
 */
const terms = { retention: RetentionPolicy.Interest, storage: StorageType.Memory };

/** True when the server says that there is no such stream, consumer or message. */
const isMissing = (error: unknown): boolean =>
  error instanceof NatsError &&
  (error.api_error?.code === 404 || error.code === ErrorCode.JetStream404NoMessages);

/** What JetStream says when somebody else has just made one with other settings. */
const NAME_IN_USE = 10_058;
const isInUse = (error: unknown): boolean =>
  error instanceof NatsError && error.api_error?.err_code === NAME_IN_USE;

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

/** A stream of ours, and why it took the place of another. */
export interface FoundStream {
  info: StreamInfo;
  replaced: StreamFault | null;
}

/** What is wrong with a stream: it keeps events as earlier releases did, or others' messages, or tells them to others. */
type StreamFault = 'old' | 'foreign';

/** Whether it keeps events longer than their consumers need, or in files: as earlier releases made it. */
export const keepsTooMuch = ({ retention, storage }: StreamConfig): boolean =>
  retention !== terms.retention || storage !== terms.storage;

/** Whether it takes messages that are no events, or says somewhere else what it has. */
const reachesFurther = ({
  subjects,
  republish,
  mirror,
  sources = [],
  subject_transform: transform,
}: StreamConfig): boolean =>
  subjects?.join() !== SUBJECTS.join() ||
  [republish, mirror, transform, ...sources].some((part) => part !== undefined);

const faultOf = (config: StreamConfig): StreamFault | null => {
  if (reachesFurther(config)) return 'foreign';
  return keepsTooMuch(config) ? 'old' : null;
};

/**
 * Finds the stream, and creates it when it is missing. One of an earlier release is deleted and made anew, because no
 * server turns the one into the other, and so is one that reaches further than events; what it still had for somebody is
 * found by looking. Anything else of an existing one is left as the operator made it.
 *
 * @param mayMake whether it is this process's to make it, or to replace it; else an old one stays, which works as well
 * @throws AppError `stream_missing` when it is somebody else's to make it
 */
export const ensureStream = async (
  manager: JetStreamManager,
  replicas: number,
  mayMake: boolean,
): Promise<FoundStream> => {
  const found = await findStream(manager);
  if (!mayMake) {
    if (found === null) throw streamMissing();
    return { info: found, replaced: null };
  }
  const fault = found === null ? null : faultOf(found.config);
  if (found !== null && fault === null) return { info: found, replaced: null };
  if (found !== null) await manager.streams.delete(STREAM);
  const config = {
    name: STREAM,
    subjects: SUBJECTS,
    ...terms,
    num_replicas: Math.max(replicas, found?.config.num_replicas ?? 1),
    max_age: KEEP_MS * NANOS_PER_MS,
    max_bytes: MOST_BYTES,
    allow_direct: true,
    duplicate_window: DEDUPLICATION_MS * NANOS_PER_MS,
  };
  const info = await manager.streams.add(config).catch((error: unknown) => {
    // A process of an earlier release may have been quicker: the next look replaces that one too.
    if (isInUse(error)) return manager.streams.info(STREAM);
    throw error;
  });
  return { info, replaced: fault };
};

const streamMissing = (): AppError =>
  new AppError(
    'stream_missing',
    `NATS no tiene el flujo ${STREAM}, que crea accounts: revise que accounts esté en marcha. START_TIMEOUT_S dice cuánto se espera al iniciar.`,
    { status: 503 },
  );

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
