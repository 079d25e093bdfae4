import type { Actor } from '../contract/accounts.ts';
import { AppError } from '../errors.ts';
import { mayReadReferred } from './access.ts';

/**
 * Refreshes of many are for those who lead, whoever the people are.
 *
 * @throws AppError `forbidden` (403), before anybody is looked for
 */
export const assertMayBegin = (actor: Actor): void => {
  if (mayReadReferred(actor)) return;
  throw new AppError('forbidden', 'Su rol no puede actualizar las consultas de varias personas a la vez.', {
    status: 403,
  });
};
