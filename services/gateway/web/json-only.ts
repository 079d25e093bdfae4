import { AppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';

/** A body sent to the API must say that it is JSON: a form of another site cannot. */
export const jsonOnly = async (ctx: Ctx, next: Next): Promise<void> => {
  const hasBody = ctx.get('Transfer-Encoding') !== '' || Number(ctx.get('Content-Length')) > 0;
  if (hasBody && ctx.is('application/json') !== 'application/json') {
    throw new AppError('unsupported_media_type', 'Envíe los datos como application/json.', { status: 415 });
  }
  await next();
};
