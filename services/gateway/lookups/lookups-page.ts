import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import type { NoticeName } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { actorOf } from '../web/session.ts';
import { readDeadLetters } from './all-dead-letters.ts';
import { presentDeadLetters } from './dead-letters-view.ts';
import { presentLookups } from './lookups-view.ts';

const PATH = '/admin/consultas/';

const done = (ctx: Ctx, notice: NoticeName): void => ctx.redirect(`${PATH}?aviso=${notice}`);

/** GET /admin/consultas/ */
export const lookupsPage = (ctx: Ctx): Promise<void> => showLookups(ctx, {});

const showLookups = async (
  ctx: Ctx,
  form: { reason?: string; error?: string },
  status = 200,
): Promise<void> => {
  const [state, letters] = await Promise.all([
    ctx.call('census.lookups', { actor: actorOf(ctx) }),
    readDeadLetters(ctx),
  ]);
  const now = new Date();
  const deadLetters = presentDeadLetters(letters, now);
  ctx.page('lookups', { title: 'Consultas', lookups: presentLookups(state, now), deadLetters, form }, status);
};

/** POST /admin/consultas/pausar/ with `reason` */
export const pauseLookups = async (ctx: Ctx): Promise<void> => {
  const reason = textField(ctx, 'reason');
  try {
    await ctx.call('census.pause', { actor: actorOf(ctx), reason });
  } catch (error) {
    if (!isAppError(error) || error.fields?.reason === undefined) throw error;
    return showLookups(ctx, { reason, error: error.fields.reason }, 400);
  }
  done(ctx, 'consultas-en-pausa');
};

/** POST /admin/consultas/reanudar/ */
export const resumeLookups = async (ctx: Ctx): Promise<void> => {
  await ctx.call('census.resume', { actor: actorOf(ctx) });
  done(ctx, 'consultas-reanudadas');
};

/** POST /admin/consultas/probar/ */
export const probeLookups = async (ctx: Ctx): Promise<void> => {
  await ctx.call('census.probe', { actor: actorOf(ctx) });
  done(ctx, 'consultas-prueba');
};
