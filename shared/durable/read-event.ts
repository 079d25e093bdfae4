import { type DurableEventName, type DurableEvents, durableEvents } from '../contract/events.ts';

/** An event that is not what its rule says. It names the fields that are wrong, and never what they have. */
export class BrokenEvent extends Error {
  override readonly name = 'BrokenEvent';
  readonly code: string;

  constructor(event: DurableEventName, fields: readonly string[]) {
    // A field of ours, or a place in an array of ours: nothing here was chosen by whoever published it.
    super(`${event} breaks its rule: ${fields.join(', ')}`);
    this.code = fields.join('.').slice(0, 60);
  }
}

/**
 * Holds what came under an event's name to its rule.
 *
 * @throws BrokenEvent
 */
export const readEvent = <N extends DurableEventName>(name: N, payload: unknown): DurableEvents[N] => {
  const read = durableEvents[name].safeParse(payload);
  // The rule of this very name gives what the event of this name has.
  if (read.success) return read.data as DurableEvents[N];
  const fields = read.error.issues.map(({ path }) => (path.length === 0 ? 'payload' : path.join('-')));
  throw new BrokenEvent(name, [...new Set(fields)]);
};
