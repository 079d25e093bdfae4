import type { Context } from 'moleculer';
import type { ActionName, ActionParams, ActionResult } from '../contract/actions.ts';
import { explainDatabaseError } from '../persistence/away.ts';

/** A service that has actions in the contract. */
export type ServiceName = ActionName extends infer N ? (N extends `${infer S}.${string}` ? S : never) : never;

/** What a handler answers: one whose action answers nothing but null need not say so. */
type Handled<N extends ActionName> = [ActionResult<N>] extends [null]
  ? Promise<null> | Promise<void>
  : Promise<ActionResult<N>>;

/** By service, what its handlers take and return; worked out once, so that a handler's parameters need no types. */
type HandlersOf = {
  [S in ServiceName]: {
    [N in ActionName as N extends `${S}.${infer A}` ? A : never]: (params: ActionParams<N>) => Handled<N>;
  };
};

/** A handler for every action that the contract has of a service, by its name in the service, and for no other. */
export type Handlers<S extends ServiceName> = HandlersOf[S];

type Performer = (params: never) => Promise<unknown>;

/** What a service's schema has of the contract. */
interface Implemented<S extends ServiceName> {
  name: S;
  actions: Record<string, (context: Context<unknown>) => Promise<unknown>>;
}

/**
 * The name of a service with its actions as the contract has them, to be spread into its schema: a handler that is missing,
 * or one too many, does not compile. The contract plugin has validated the parameters before a handler runs, so they are
 * what the contract says. A handler that returns nothing answers null. Without its database an action fails with a 503.
 */
export const implement = <S extends ServiceName>(service: S, handlers: Handlers<S>): Implemented<S> => {
  const answer = async (perform: Performer, { params }: Context<unknown>): Promise<unknown> => {
    try {
      // What the plugin has let pass is what the contract says.
      return (await perform(params as never)) ?? null;
    } catch (error) {
      throw explainDatabaseError(error);
    }
  };
  return {
    name: service,
    actions: Object.fromEntries(
      Object.entries<Performer>(handlers).map(([name, perform]) => [
        name,
        (context) => answer(perform, context),
      ]),
    ),
  };
};
