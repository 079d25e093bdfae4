import { z } from 'zod';
import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { LIST, readReferralQuery, referralsAddress } from '../referrals/query.ts';
import type { NoticeName } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { localPath } from '../web/local-path.ts';
import { personId } from '../web/person-id.ts';
import { actorOf } from '../web/session.ts';
import { refresh } from './census-views.ts';

const withNotice = (path: string, notice: NoticeName): string =>
  `${path}${path.includes('?') ? '&' : '?'}aviso=${notice}`;

/** Asks for a refresh and says on `back` how that went. */
const refreshAndReturn = async (ctx: Ctx, userId: string, back: string): Promise<void> => {
  try {
    await refresh(ctx.call, actorOf(ctx), userId, seenVersion(ctx));
    ctx.redirect(withNotice(back, 'actualizando'));
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.status === 429) return ctx.redirect(withNotice(back, 'espera'));
    if (error.status === 403) return ctx.redirect(withNotice(back, 'sin-permiso'));
    throw error;
  }
};

/** The version that the form showed; undefined when it says none. */
const seenVersion = (ctx: Ctx): number | undefined => {
  const version = z.coerce
    .number()
    .int()
    .min(0)
    .safeParse(textField(ctx, 'version') || undefined);
  return version.success ? version.data : undefined;
};

/** POST /refrescar-cedula/ */
export const refreshOwn = (ctx: Ctx): Promise<void> => refreshAndReturn(ctx, actorOf(ctx).id, '/perfil/');

/** POST /refrescar-cedula/:id/ */
export const refreshReferral = async (ctx: Ctx): Promise<void> =>
  refreshAndReturn(ctx, personId(ctx.params.id), listAddress(ctx));

/** The list as it was narrowed when the form was sent (`volver`), or from its beginning. */
const listAddress = (ctx: Ctx): string => {
  const back = localPath(textField(ctx, 'volver'));
  return back.startsWith(`${LIST}?`) ? referralsAddress(readReferralQuery(back)) : LIST;
};
