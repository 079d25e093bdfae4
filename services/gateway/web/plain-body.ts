import type { Ctx, Next } from '../context.ts';
import { unsupportedBody } from './body-errors.ts';

/**
 * Takes no packed body: no page of ours sends one, and unpacking is work that a stranger could order.
 *
 * @throws AppError `unsupported_media_type` (415)
 */
export const plainBody = async (ctx: Ctx, next: Next): Promise<void> => {
  const encoding = ctx.get('Content-Encoding').trim().toLowerCase();
  if (encoding !== '' && encoding !== 'identity') throw unsupportedBody();
  await next();
};
