import type { DurableEventName, DurableEvents } from '../contract/events.ts';

/**
 * Handles one event. Must be idempotent: the same event may come again.
 * A rejection means "not handled": the event comes again later, after the pause that a `NotHandled` asks for.
 *
 * @param id the one under which the event was published
 */
export type DurableHandler<N extends DurableEventName> = (
  payload: DurableEvents[N],
  id: string,
) => Promise<void>;

/** Takes what came under an event's name, whatever that is: {@link readEvent} says what it is. */
export type Receiver = (payload: unknown, id: string) => Promise<void>;

/** Carries durable events from the outboxes to their consumers, in order per event name. */
export interface DurableBus {
  connect(): Promise<void>;
  /**
   * Resolves when the event is safe: stored for those who consume it, or handled by every consumer of this process.
   *
   * @param id unique per event, so that a repeated publication is stored once
   */
  publish<N extends DurableEventName>(name: N, payload: DurableEvents[N], id: string): Promise<void>;
  /** One of all processes that share `group` handles each event, also those published while none was up. */
  consume(name: DurableEventName, group: string, receiver: Receiver): Promise<void>;
  /** Every process that follows gets every event published from now on. */
  follow(name: DurableEventName, receiver: Receiver): Promise<void>;
  /** Events may be lost: what was stored is gone, or nobody can say. Whoever needs them looks for what they told. */
  onGap(listener: () => void): void;
  isReady(): boolean;
  close(): Promise<void>;
}
