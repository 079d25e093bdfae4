import { AppError } from '../../../shared/errors.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import type { Ctx, Next } from '../context.ts';
import { userOf } from './session.ts';

/** Refuses whoever leads nobody, whatever they ask for; the census behind it refuses them too. */
export const leading = async (ctx: Ctx, next: Next): Promise<void> => {
  if (!mayReadReferred(userOf(ctx))) {
    throw new AppError('forbidden', 'Su rol no puede actualizar las consultas de varias personas a la vez.', {
      status: 403,
    });
  }
  await next();
};
