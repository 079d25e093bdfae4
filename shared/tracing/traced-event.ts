import type { DurableEventName } from '../contract/events.ts';
import { currentTraceparent, inSpan, isTraceparent, isTracing } from './tracing.ts';

type Receiver = (payload: unknown, id: string) => Promise<void>;

/** An event as it is announced: with the trace in which it came about, which its rule leaves out where it is read. */
export const withTrace = <T extends object>(payload: T): T => {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? payload : { ...payload, traceparent };
};

/** The trace that came with an event. */
export const traceparentOf = (payload: unknown): string | undefined => {
  const told = (payload as { traceparent?: unknown } | null)?.traceparent;
  return isTraceparent(told) ? told : undefined;
};

/** Takes an event as a part of the trace in which it came about. */
export const tracedReceiver =
  (name: DurableEventName, receive: Receiver): Receiver =>
  (payload, id) => {
    if (!isTracing()) return receive(payload, id);
    return inSpan(`event ${name}`, () => receive(payload, id), {
      kind: 'consumer',
      attributes: { 'censo.event': name },
      parent: traceparentOf(payload),
    });
  };
