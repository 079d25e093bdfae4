import type { Actor } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayAdminister } from '../../../shared/policy/access.ts';

/** @throws AppError `forbidden` (403), before anybody is looked for: it tells nothing of who exists */
export const assertMayAdminister = (actor: Actor): void => {
  if (mayAdminister(actor)) return;
  throw new AppError(
    'forbidden',
    'Solo quien administra el portal puede hacer esto. Si lo necesita, pídalo al equipo del portal.',
    { status: 403 },
  );
};
