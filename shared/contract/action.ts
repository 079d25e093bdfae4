import { z } from 'zod';
import type { ServiceName } from './services.ts';

/** What an action asks of a person besides their session. */
export interface Demands {
  /** They showed a moment ago that it is still they who sit there: their password, or their second factor. */
  proof?: 'fresh';
  /** Open also to who must set up a second factor first: what they do that with. */
  beforeFactor?: true;
}

/** Who may call an action; whoever else does is refused before its handler runs. */
export type Callers =
  /** The portal, for a person with a passport: the handler is told who they are, and believes nobody else. */
  | ({ kind: 'person' } & Demands)
  /** These services, in their own name. */
  | { kind: 'services'; services: readonly ServiceName[] }
  /** Whoever reaches the process: nothing is told that is anybody's. */
  | { kind: 'anybody' };

/** One action between services. The result type is carried by the map and never present at run time. */
export interface Action<P extends z.ZodType, R, C extends Callers> {
  params: P;
  callers: C;
  result?: R;
}

const actionFor =
  <C extends Callers>(callers: C) =>
  <R>() =>
  <P extends z.ZodType>(params: P): Action<P, R, C> => ({ params, callers });

type PersonCallers = Extract<Callers, { kind: 'person' }>;

/**
 * `personAction<Result>()(parameters)`: what a person asks for; the handler's parameters have the `actor` as well, as their
 * passport says. The parameters are validated where the action is handled.
 */
export const personAction = <R>(demands: Demands = {}) =>
  actionFor<PersonCallers>({ kind: 'person', ...demands })<R>();

/** What the portal asks for whoever visits it: they have no passport, or it is what they come for. */
export const portalAction = actionFor({ kind: 'services', services: ['gateway'] });

/** What one service asks of another in its own name. */
export const serviceAction = (...services: readonly ServiceName[]) =>
  actionFor<Extract<Callers, { kind: 'services' }>>({ kind: 'services', services });

/** What everybody may ask. */
export const openAction = actionFor({ kind: 'anybody' });

/** A cursor may hold the longest name and place, in letters of four bytes. */
export const CURSOR_MAX = 2_000;

/** Keyset paging: where the last page ended, and how many rows. */
export const page = {
  cursor: z.string().max(CURSOR_MAX).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(25),
};

/** Why somebody did what others have to live with; written down with it. */
export const reasonRule = z
  .string({ error: 'Escriba el motivo.' })
  .trim()
  .min(3, 'Escriba el motivo, con al menos 3 letras.')
  .max(200, 'Escriba un motivo de 200 letras como máximo.');
