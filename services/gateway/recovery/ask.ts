import { z } from 'zod';
import { isAppError } from '../../../shared/errors.ts';
import { cedulaRule } from '../../../shared/person/rules.ts';
import type { Ctx, Page } from '../context.ts';
import { setAskedCookie } from '../web/cookies.ts';
import { type FormState, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { seeOther } from '../web/redirect.ts';
import { RECOVER, RECOVERY_CODE, sendsCodes } from './code.ts';

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

const show = (ctx: Ctx, form: FormState, status = 200): void =>
  ctx.page('recovery/ask', { title: 'Recuperar la cuenta', sendsCodes: sendsCodes(ctx), ...form }, status);

/** GET /recuperar/ */
export const askPage = async (ctx: Ctx): Promise<void> => show(ctx, { values: {}, fields: {} });

/** POST /recuperar/ : the same for every cédula, which stands in no address. */
export const askForm = async (ctx: Ctx): Promise<void> => {
  const typed = textField(ctx, 'cedula');
  if (!sendsCodes(ctx)) return seeOther(ctx, RECOVER);
  try {
    const { cedula } = parsed(askRule, { cedula: typed });
    await ctx.call('accounts.recover', { cedula, ip: ctx.ip });
    setAskedCookie(ctx, cedula);
  } catch (error) {
    if (!isAppError(error) || error.status !== 400) throw error;
    const { fields = {}, message, status } = error;
    return show(ctx, { values: { cedula: typed }, fields, message }, status);
  }
  seeOther(ctx, RECOVERY_CODE);
};

/** POST /api/v1/recovery {cedula} : 202 for every cédula. */
export const apiAsk = async (ctx: Ctx): Promise<void> => {
  const { cedula } = parsed(askRule, bodyOf(ctx));
  await ctx.call('accounts.recover', { cedula, ip: ctx.ip });
  ctx.status = 202;
  ctx.body = {};
};
