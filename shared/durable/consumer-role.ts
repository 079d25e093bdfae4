import { type ConsumerConfig, DeliverPolicy, type StreamInfo } from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import type { Clock } from '../time/clock.ts';
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
  /** An event was handled. */
  handled?(): void;
  /** Told up to where in which stream everything was handled; null = nobody can say. */
  handledUpTo(place: Handled | null): void;
}

/** A follower has up to a hundred events in hand, which wait for each other and hold nothing up. */
const FOLLOWER_MESSAGES = 100;
const FOLLOWER_ACK_WAIT_MS = 30_000;
/** The server forgets a follower that has been away for this long. */
const FOLLOWER_FORGOTTEN_MS = 300_000;
/** Clocks differ: what came shortly before the last event seen is asked for again. */
const OVERLAP_MS = 10_000;

/** No name of a consumer may have a dot. */
const nameOf = (owner: string, event: DurableEventName): string => `${owner}-${event}`.replaceAll('.', '-');

/** What the consumer of a group is called. */
export const groupName = nameOf;

/**
 * One of all processes of a group, which share a consumer.
 *
 * @param ackWaitMs how long an event holds up all after it when its acknowledgement was lost with the server, or its
 *   process died; a handler that takes longer says that it is at work
 */
export const groupOf = (event: DurableEventName, group: string, ackWaitMs: number): Role => {
  let handled: Handled | null = null;
  const config = {
    durable_name: nameOf(group, event),
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

/** One that gets every event. Made again, it starts a little before the last one it saw, so that none is missed. */
export const followerOf = (event: DurableEventName, process: string, clock: Clock): Role => {
  let seenUntil = clock.now();
  const start = (): Start => ({
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: new Date(seenUntil - OVERLAP_MS).toISOString(),
  });
  const config = () => ({
    // Another name each time: the server may still know the old one.
    name: `${nameOf(process, event)}-${crypto.randomUUID().slice(0, 8)}`,
    filter_subject: subjectOf(event),
    ack_wait: FOLLOWER_ACK_WAIT_MS * NANOS_PER_MS,
    inactive_threshold: FOLLOWER_FORGOTTEN_MS * NANOS_PER_MS,
    mem_storage: true,
  });
  return {
    terms: () => ({ config: config(), start, messages: FOLLOWER_MESSAGES }),
    ackWaitMs: FOLLOWER_ACK_WAIT_MS,
    handled() {
      seenUntil = clock.now();
    },
    handledUpTo: () => {},
  };
};
