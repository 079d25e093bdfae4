import { z } from 'zod';
import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { actorOf } from '../middleware/session.ts';
import type { NoticeName } from '../views/notices.ts';

const withNotice = (path: string, notice: NoticeName): string => `${path}?aviso=${notice}`;

/** Asks for a refresh and says on `back` how that went. */
const refreshAndReturn = async (ctx: Ctx, userId: string, back: string): Promise<void> => {
  try {
    await ctx.call('census.refresh', { actor: actorOf(ctx), userId });
    ctx.redirect(withNotice(back, 'actualizando'));
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.status === 429) return ctx.redirect(withNotice(back, 'espera'));
    if (error.status === 403) return ctx.redirect(withNotice(back, 'sin-permiso'));
    throw error;
  }
};

/** POST /refrescar-cedula/ */
export const refreshOwn = (ctx: Ctx): Promise<void> => refreshAndReturn(ctx, actorOf(ctx).id, '/perfil/');

/** POST /refrescar-cedula/:id/ */
export const refreshReferral = async (ctx: Ctx): Promise<void> =>
  refreshAndReturn(ctx, referralId(ctx.params.id), '/referidos/');

/** @throws AppError `not_found` (404) for what is no id: it is nobody's */
export const referralId = (given: unknown): string => {
  const parsed = z.uuid().safeParse(given);
  if (!parsed.success) throw new AppError('not_found', 'No encontramos a esta persona.', { status: 404 });
  return parsed.data;
};

/** GET on an address that only takes a form: a bookmark must not start a lookup. */
export const backTo =
  (path: string) =>
  async (ctx: Ctx): Promise<void> =>
    ctx.redirect(path);
