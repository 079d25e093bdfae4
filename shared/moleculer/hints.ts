import type { Context, ServiceBroker } from 'moleculer';
import { type HintName, type Hints, hints } from '../contract/events.ts';

/** Tells every process something that may be lost. */
export type Hint = <N extends keyof Hints>(name: N, payload: Hints[N]) => void;

export const hinterOf =
  (broker: ServiceBroker): Hint =>
  (name, payload) =>
    void broker.broadcast(name, payload);

/** What a service does with hints, by their names; what is no hint does not compile. One that breaks its rule is none. */
export const takeHints = (takers: { [N in keyof Hints]?: (payload: Hints[N]) => void }) =>
  Object.fromEntries(
    Object.entries(takers).map(([name, take]) => [
      name,
      (context: Context<unknown>) => {
        const read = hints[name as HintName].safeParse(context.params); // The names of a mapped type over them.
        // Its sender was held to the rule of its name.
        if (read.success) (take as (payload: unknown) => void)(read.data);
      },
    ]),
  );
