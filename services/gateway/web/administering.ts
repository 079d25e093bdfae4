import { authorize } from '../../../shared/policy/authorize.ts';
import type { Ctx, Next } from '../context.ts';
import { actorOf } from './session.ts';

/** Refuses whoever does not administer; the service behind it refuses them too. */
export const administering = async (ctx: Ctx, next: Next): Promise<void> => {
  authorize(actorOf(ctx), 'viewAdministration');
  await next();
};
