import { isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { type NoticeName, withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { bodyOf } from '../web/input.ts';
import { type DeadLettersCard, presentDeadLetters, readDeadLetters } from './dead-letters.ts';
import { loadLookups, loadWithStaff } from './load.ts';
import { type LookupsCard, presentLookups } from './lookups-view.ts';

interface LookupsPage extends Page {
  lookups: LookupsCard;
  /** Null when nothing is put aside. */
  deadLetters: DeadLettersCard | null;
  /** What was written as the reason of a pause, and what is wrong with it. */
  form: { reason?: string; error?: string };
}

declare module '../context.ts' {
  interface Pages {
    'lookups/lookups': LookupsPage;
  }
}

const pause = (ctx: Ctx, reason: string) => ctx.call('census.pause', { reason });
const resume = (ctx: Ctx) => ctx.call('census.resume', {});
const probe = (ctx: Ctx) => ctx.call('census.probe', {});

/** GET /admin/consultas/ */
export const lookupsPage = (ctx: Ctx): Promise<void> => show(ctx, {});

const show = async (ctx: Ctx, form: LookupsPage['form'], status = 200): Promise<void> => {
  const [{ state, staff }, letters] = await Promise.all([loadWithStaff(ctx), readDeadLetters(ctx)]);
  const now = new Date();
  ctx.page(
    'lookups/lookups',
    {
      title: 'Consultas',
      lookups: presentLookups(state, staff, now),
      deadLetters: presentDeadLetters(letters, now),
      form,
    },
    status,
  );
};

const done = (ctx: Ctx, notice: NoticeName): void => ctx.redirect(withNotice('/admin/consultas/', notice));

/** POST /admin/consultas/pausar/ with `reason` */
export const pauseForm = async (ctx: Ctx): Promise<void> => {
  const reason = textField(ctx, 'reason');
  try {
    await pause(ctx, reason);
  } catch (error) {
    if (!isAppError(error) || error.fields?.reason === undefined) throw error;
    return show(ctx, { reason, error: error.fields.reason }, 400);
  }
  done(ctx, 'consultas-en-pausa');
};

/** POST /admin/consultas/reanudar/ */
export const resumeForm = async (ctx: Ctx): Promise<void> => {
  await resume(ctx);
  done(ctx, 'consultas-reanudadas');
};

/** POST /admin/consultas/probar/ */
export const probeForm = async (ctx: Ctx): Promise<void> => {
  await probe(ctx);
  done(ctx, 'consultas-prueba');
};

/** GET /api/v1/admin/lookups */
export const apiLookups = async (ctx: Ctx): Promise<void> => {
  ctx.body = await loadLookups(ctx);
};

/** POST /api/v1/admin/lookups/pause {reason} */
export const apiPause = async (ctx: Ctx): Promise<void> => {
  const { reason } = bodyOf(ctx);
  // The contract says what is wrong with a reason that is none.
  await pause(ctx, reason as string);
  ctx.status = 204;
};

/** POST /api/v1/admin/lookups/resume */
export const apiResume = async (ctx: Ctx): Promise<void> => {
  await resume(ctx);
  ctx.status = 204;
};

/** POST /api/v1/admin/lookups/probe */
export const apiProbe = async (ctx: Ctx): Promise<void> => {
  await probe(ctx);
  ctx.status = 204;
};
