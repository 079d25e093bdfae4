import { AppError } from '../../../shared/errors.ts';
import { mayAdminister } from '../../../shared/policy/access.ts';
import type { Ctx, Next } from '../context.ts';
import { userOf } from '../web/session.ts';

/** Refuses whoever does not administer, whatever they ask for; the services behind it refuse them too. */
export const administering = async (ctx: Ctx, next: Next): Promise<void> => {
  if (!mayAdminister(userOf(ctx))) {
    throw new AppError(
      'forbidden',
      'Solo quien administra el portal puede ver esto. Si lo necesita, pídalo al equipo del portal.',
      { status: 403 },
    );
  }
  await next();
};
