import type { Context } from 'moleculer';
import type { ActionName, ActionParams, ActionResult } from '../contract/actions.ts';
import { explainDatabaseError } from '../persistence/away.ts';

/** A service that has actions in the contract. */
export type ServiceName = ActionName extends infer N ? (N extends `${infer S}.${string}` ? S : never) : never;

/** By service, what its handlers take and return; worked out once, so that a handler's parameters need no types. */
type HandlersOf = {
  [S in ServiceName]: {
    [N in ActionName as N extends `${S}.${infer A}` ? A : never]: (
      params: ActionParams<N>,
    ) => Promise<ActionResult<N>>;
  };
};

/** A handler for every action that the contract has of a service, by its name in the service, and for no other. */
export type Handlers<S extends ServiceName> = HandlersOf[S];

type Performer = (params: never) => Promise<unknown>;

/**
 * The actions of a service, as the contract has them: a handler that is missing, or one too many, does not compile. The
 * contract plugin has validated the parameters before a handler runs, so they are what the contract says. Without its
 * database an action fails with a 503.
 */
export const implement = <S extends ServiceName>(
  _service: S,
  handlers: Handlers<S>,
): Record<string, (context: Context<unknown>) => Promise<unknown>> =>
  Object.fromEntries(
    Object.entries<Performer>(handlers).map(([name, perform]) => [
      name,
      (context) =>
        // What the plugin has let pass is what the contract says.
        perform(context.params as never).catch((error: unknown) => {
          throw explainDatabaseError(error);
        }),
    ]),
  );
