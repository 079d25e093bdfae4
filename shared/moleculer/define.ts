import type { Context } from 'moleculer';
import type { ActionName, ActionParams, ActionResult } from '../contract/actions.ts';
import { explainDatabaseError } from '../persistence/away.ts';

/**
 * One action of a service, typed by the contract. Its parameters were validated by the contract plugin before it
 * runs, so they are what the contract says. Without its database it fails with a 503.
 */
export const handler =
  <N extends ActionName>(_name: N, work: (params: ActionParams<N>) => Promise<ActionResult<N>>) =>
  (context: Context<unknown>): Promise<ActionResult<N>> =>
    work(context.params as ActionParams<N>).catch((error: unknown) => {
      throw explainDatabaseError(error);
    });
