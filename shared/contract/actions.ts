import { z } from 'zod';
import type { Actor } from './accounts.ts';
import { accountsActions } from './accounts-actions.ts';
import { accountsPhoneActions } from './accounts-phone-actions.ts';
import { accountsPushActions } from './accounts-push-actions.ts';
import { accountsRecoveryActions } from './accounts-recovery-actions.ts';
import { accountsSessionActions } from './accounts-session-actions.ts';
import { type Action, type Callers, openAction } from './action.ts';
import { censusActions } from './census-actions.ts';
import { ownDataActions } from './own-data-actions.ts';
import { requestsActions } from './requests-actions.ts';

/**
 * Every action between services: who may call it, its parameters, validated where it is handled, and its result. What their words mean stands in
 * the glossary of `census.ts`.
 */
export const actions = {
  ...accountsActions,
  ...accountsSessionActions,
  ...accountsPhoneActions,
  ...accountsPushActions,
  ...accountsRecoveryActions,
  ...censusActions,
  ...ownDataActions,
  ...requestsActions,
  'simulator.address': openAction<{ consultacenso: string; wsp: string }>()(z.object({})),
};

type Actions = typeof actions;
export type ActionName = keyof Actions;
/** What a caller passes: before defaults and normalisation. */
export type ActionInput<N extends ActionName> = z.input<Actions[N]['params']>;
/** What a handler receives: validated, with defaults, and whoever asks when that is a person. */
export type ActionParams<N extends ActionName> = z.output<Actions[N]['params']> &
  (Actions[N]['callers'] extends { kind: 'person' } ? { actor: Actor } : unknown);
export type ActionResult<N extends ActionName> =
  Actions[N] extends Action<z.ZodType, infer R, Callers> ? R : never;
