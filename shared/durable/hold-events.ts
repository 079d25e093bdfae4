import { AckPolicy, DeliverPolicy, type JetStreamManager } from 'nats';
import { NANOS_PER_MS, STREAM } from './stream.ts';

/** Longer than a consumer takes to be made anew, shorter than a cédula should stay. */
const HOLD_MS = 30_000;

/** What keeps events while their consumer is made anew. */
export const holdNameOf = (consumer: string): string => `${consumer}-hold`;

/**
 * Keeps the events of a subject that are in the stream for half a minute, in which their consumer is made anew: by a
 * consumer that takes none, and that the server forgets by itself.
 */
export const holdEvents = async (
  manager: JetStreamManager,
  subject: string,
  consumer: string,
): Promise<void> => {
  await manager.consumers.add(STREAM, {
    name: holdNameOf(consumer),
    filter_subject: subject,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    inactive_threshold: HOLD_MS * NANOS_PER_MS,
    mem_storage: true,
  });
};
