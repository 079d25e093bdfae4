import type { Context, ServiceBroker } from 'moleculer';
import type { Hints } from '../contract/events.ts';

/** Tells every process something that may be lost. */
export type Hint = <N extends keyof Hints>(name: N, payload: Hints[N]) => void;

export const hinterOf =
  (broker: ServiceBroker): Hint =>
  (name, payload) =>
    void broker.broadcast(name, payload);

/** What a service does with hints, by their names; what is no hint does not compile. */
export const takeHints = (takers: { [N in keyof Hints]?: (payload: Hints[N]) => void }) =>
  Object.fromEntries(
    Object.entries(takers).map(([name, take]) => [
      name,
      // Every hint is ours, and its sender was held to the type of its name.
      (context: Context<unknown>) => (take as (payload: unknown) => void)(context.params),
    ]),
  );
