import { z } from 'zod';
import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { actorOf } from '../web/session.ts';
import { refresh, refreshOwnCensus } from './census-views.ts';

/** Asks for a refresh of one person, and says on the page `back` how that went. */
export const refreshAndReturn = (ctx: Ctx, userId: string, back: string): Promise<void> =>
  askAndReturn(ctx, back, refresh(ctx.call, userId, seenVersion(ctx)));

const askAndReturn = async (ctx: Ctx, back: string, asked: Promise<void>): Promise<void> => {
  try {
    await asked;
    ctx.redirect(withNotice(back, 'actualizando'));
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.status === 429) return ctx.redirect(withNotice(back, 'espera'));
    if (error.status === 403) return ctx.redirect(withNotice(back, 'sin-permiso'));
    throw error;
  }
};

/** POST /refrescar-cedula/ */
export const refreshOwn = (ctx: Ctx): Promise<void> =>
  askAndReturn(ctx, '/perfil/', refreshOwnCensus(ctx.call, actorOf(ctx).id, ctx.ip, seenVersion(ctx)));

/** The version that the form showed; undefined when it says none. */
const seenVersion = (ctx: Ctx): number | undefined => {
  const version = z.coerce
    .number()
    .int()
    .min(0)
    .safeParse(textField(ctx, 'version') || undefined);
  return version.success ? version.data : undefined;
};
