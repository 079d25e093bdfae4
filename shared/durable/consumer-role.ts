import { type ConsumerConfig, DeliverPolicy, type StreamInfo } from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import { NANOS_PER_MS, subjectOf } from './stream.ts';

/** Where a consumer that is made begins. */
type Start = Pick<ConsumerConfig, 'deliver_policy'> &
  Partial<Pick<ConsumerConfig, 'opt_start_seq' | 'opt_start_time'>>;

/** What a consumer is like. */
export interface ConsumerTerms {
  /** One with a `durable_name` is everybody's of that name. */
  config: Partial<ConsumerConfig>;
  /** Asked for a consumer that is not there. */
  start(stream: StreamInfo): Start;
  /** How many events this process has in hand at the most. */
  messages: number;
}

/** The number of an event, and when the stream that numbers it was made. */
export interface Handled {
  stream: string;
  seq: number;
}

/** As what a process takes part in an event, and how far it has come. */
export interface Role {
  /** Asked each time that its consumer is taken up, or made. */
  terms(): ConsumerTerms;
  /** How long the server waits for word of an event before it gives it to somebody again, in ms. */
  ackWaitMs: number;
  /** Told up to where in which stream everything was handled; null = nobody can say. */
  handledUpTo(place: Handled | null): void;
}

/** The name of the consumer that all processes of a group share. */
export const consumerNameOf = (group: string, event: DurableEventName): string =>
  `${group}-${event.replaceAll('.', '-')}`;

/**
 * One of all processes of a group, which share a consumer.
 *
 * @param ackWaitMs how long an event holds up all after it when its acknowledgement was lost with the server, or its
 *   process died; a handler that takes longer says that it is at work
 */
export const groupOf = (event: DurableEventName, group: string, ackWaitMs: number): Role => {
  let handled: Handled | null = null;
  const config = {
    durable_name: consumerNameOf(group, event),
    filter_subject: subjectOf(event),
    ack_wait: ackWaitMs * NANOS_PER_MS,
    // One at a time over all processes: events of one person never overtake each other.
    max_ack_pending: 1,
  };
  const start = ({ created }: StreamInfo): Start =>
    handled?.stream === created
      ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: handled.seq + 1 }
      : { deliver_policy: DeliverPolicy.All };
  return {
    terms: () => ({ config, start, messages: 1 }),
    ackWaitMs,
    handledUpTo(place) {
      handled = place;
    },
  };
};
