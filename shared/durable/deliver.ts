import { JSONCodec, type JsMsg } from 'nats';
import type { Clock } from '../time/clock.ts';
import type { Receiver } from './bus.ts';
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
    const payload = payloadOf(message, log);
    if (payload === undefined) return message.term(); // Without a reason: servers before 2.10 would not understand it.
    await receive(payload, idOf(message));
    message.ack();
  } catch (error) {
    log.warn(`event ${message.subject} #${message.seq} comes again: ${error}`);
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

/** Nothing of ours is anything but JSON: what somebody else put into the stream must not hold up what is ours. */
const payloadOf = (message: JsMsg, log: DeliverOptions['log']): unknown => {
  try {
    return codec.decode(message.data);
  } catch (error) {
    log.error(`event ${message.subject} #${message.seq} is no JSON, passed over: ${error}`);
    return undefined;
  }
};
