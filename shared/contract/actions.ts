import { z } from 'zod';
import { accountsActions } from './accounts-actions.ts';
import { type Action, action } from './action.ts';
import { censusActions } from './census-actions.ts';

/**
 * Every action between services: its parameters, validated where it is handled, and its result. What their words mean stands in
 * the glossary of `census.ts`.
 */
export const actions = {
  ...accountsActions,
  ...censusActions,
  'simulator.address': action<{ consultacenso: string; wsp: string }>()(z.object({})),
};

type Actions = typeof actions;
export type ActionName = keyof Actions;
/** What a caller passes: before defaults and normalisation. */
export type ActionInput<N extends ActionName> = z.input<Actions[N]['params']>;
/** What a handler receives: validated, with defaults. */
export type ActionParams<N extends ActionName> = z.output<Actions[N]['params']>;
export type ActionResult<N extends ActionName> = Actions[N] extends Action<z.ZodType, infer R> ? R : never;
