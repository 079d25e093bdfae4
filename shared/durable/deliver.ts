import { JSONCodec, type JsMsg } from 'nats';
import { errorCodeOf } from '../errors.ts';
import type { Clock } from '../time/clock.ts';
import type { Receiver } from './bus.ts';
import { BrokenEvent } from './read-event.ts';
import { NotHandled } from './tries.ts';

export interface DeliverOptions {
  /** How long the server waits for word of an event before it gives it to somebody again, in ms. */
  ackWaitMs: number;
  /** Whether the connection is closed for good. */
  isClosed(): boolean;
  log: { warn(message: string): void; error(message: string): void };
  clock: Clock;
}

/** How long an event that was not handled waits before it comes again. */
export const REDELIVERY_PAUSE_MS = 2_000;

const codec = JSONCodec<unknown>();

/** Hands one message to its handler, and tells the server what became of it. Never rejects. */
export const deliver = async (
  message: JsMsg,
  receive: Receiver,
  { ackWaitMs, isClosed, log, clock }: DeliverOptions,
): Promise<void> => {
  const stopTelling = clock.every(ackWaitMs / 3, () => {
    if (!isClosed()) message.working();
  });
  try {
    await receive(payloadOf(message), idOf(message));
    message.ack();
  } catch (error) {
    if (error instanceof BrokenEvent) {
      log.error(`event #${message.seq} passed over: ${error.message}`);
      return message.term(); // Without a reason: servers before 2.10 would not understand it.
    }
    // What a database says has the values of the statement that failed.
    const reason = error instanceof NotHandled ? error.message : errorCodeOf(error);
    log.warn(`event ${message.subject} #${message.seq} comes again: ${reason}`);
    message.nak(error instanceof NotHandled ? error.pauseMs : REDELIVERY_PAUSE_MS);
  } finally {
    stopTelling();
  }
};

/** Its id is a key of the table of dead letters: what no outbox of ours gives is not taken for one. */
const idOf = ({ headers, seq }: JsMsg): string => {
  const given = headers?.get('Nats-Msg-Id') ?? '';
  return /^[\w.-]{1,100}$/.test(given) ? given : `censo-stream-${seq}`;
};

/** Nothing of ours is anything but JSON: what is none breaks the rule of every event. */
const payloadOf = (message: JsMsg): unknown => {
  try {
    return codec.decode(message.data);
  } catch {
    // What the parser says has a part of the text.
    return null;
  }
};
