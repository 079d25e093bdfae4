import { type JetStreamManager, RetentionPolicy, StorageType } from 'nats';

/** Where every durable event is stored. */
export const STREAM = 'CENSO';
export const NANOS_PER_MS = 1_000_000;
const KEEP_MS = 7 * 24 * 3_600_000;
/** Within this time the same event id is stored once. */
const DEDUPLICATION_MS = 10 * 60_000;

/** Creates the stream when it is missing; an existing one is left as the operator made it. */
export const ensureStream = async (manager: JetStreamManager, replicas: number): Promise<void> => {
  const subjects = ['censo.>'];
  try {
    await manager.streams.info(STREAM);
  } catch {
    await manager.streams.add({
      name: STREAM,
      subjects,
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      num_replicas: replicas,
      max_age: KEEP_MS * NANOS_PER_MS,
      max_bytes: 1_073_741_824,
      duplicate_window: DEDUPLICATION_MS * NANOS_PER_MS,
    });
  }
};
