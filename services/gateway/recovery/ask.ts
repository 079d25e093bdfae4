import { z } from 'zod';
import { isAppError } from '../../../shared/errors.ts';
import { cedulaRule } from '../../../shared/person/rules.ts';
import type { Ctx, Page } from '../context.ts';
import { type FormState, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { showCodeForm } from './code.ts';

interface AskPage extends FormState, Page {
  /** Whether codes can be sent; where not, the page says whom to ask. */
  sendsCodes: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'recovery/ask': AskPage;
  }
}

const askRule = z.object({ cedula: cedulaRule });

/** Where nothing can be sent nobody is asked, known or not. */
const sendsCodes = (ctx: Ctx): boolean => ctx.config.messenger.name !== 'none';

const show = (ctx: Ctx, form: FormState, status = 200): void =>
  ctx.page('recovery/ask', { title: 'Recuperar la cuenta', sendsCodes: sendsCodes(ctx), ...form }, status);

/** GET /recuperar/ */
export const askPage = async (ctx: Ctx): Promise<void> => show(ctx, { values: {}, fields: {} });

/**
 * POST /recuperar/ : the same page for every cédula, on which the code is typed. It comes as the answer itself, so that the
 * cédula stands in no address.
 */
export const askForm = async (ctx: Ctx): Promise<void> => {
  const typed = textField(ctx, 'cedula');
  if (!sendsCodes(ctx)) return show(ctx, { values: {}, fields: {} });
  try {
    const { cedula } = parsed(askRule, { cedula: typed });
    await ctx.call('accounts.recover', { cedula, ip: ctx.ip });
  } catch (error) {
    if (!isAppError(error) || error.status !== 400) throw error;
    const { fields = {}, message, status } = error;
    return show(ctx, { values: { cedula: typed }, fields, message }, status);
  }
  await showCodeForm(ctx, { values: { cedula: typed }, fields: {}, isAsked: true });
};

/** POST /api/v1/recovery {cedula} : 202 for every cédula. */
export const apiAsk = async (ctx: Ctx): Promise<void> => {
  const { cedula } = parsed(askRule, bodyOf(ctx));
  await ctx.call('accounts.recover', { cedula, ip: ctx.ip });
  ctx.status = 202;
  ctx.body = {};
};
