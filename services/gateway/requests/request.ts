import { z } from 'zod';
import {
  answerRule,
  extensionRule,
  missingRule,
  receivedCompletionRule,
} from '../../../shared/contract/requests.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import type { Ctx, Page } from '../context.ts';
import { type NoticeName, withNotice } from '../ui/notices.ts';
import { type FormState, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { REGISTER } from './register.ts';
import { presentRegistered, type RegisterRow } from './view.ts';
import { channelOptions, type Option } from './words.ts';

interface RequestPage extends FormState, Page {
  request: RegisterRow;
  channelOptions: Option<string>[];
  /** The day that a form begins with. */
  today: string;
}

declare module '../context.ts' {
  interface Pages {
    'requests/request': RequestPage;
  }
}

/** @throws AppError `not_found` (404) for what is no id: it is nobody's */
const requestId = (ctx: Ctx): string => {
  const read = z.uuid().safeParse(ctx.params.requestId);
  if (read.success) return read.data;
  throw new AppError('not_found', 'No encontramos esta solicitud: vuelva al registro.', { status: 404 });
};

const show = async (ctx: Ctx, form: Partial<FormState>, status = 200): Promise<void> => {
  const request = await ctx.call('accounts.request', { id: requestId(ctx), ip: ctx.ip });
  ctx.page(
    'requests/request',
    {
      ...{ title: `Solicitud ${request.number}`, values: {}, fields: {}, ...form },
      request: presentRegistered(request),
      channelOptions: channelOptions(form.values?.channel ?? request.channel),
      today: bogotaDayOf(new Date()),
    },
    status,
  );
};

/** GET /admin/solicitudes/:requestId/ */
export const requestPage = (ctx: Ctx): Promise<void> => show(ctx, {});

/**
 * Does something with a request, and shows its page with what was wrong.
 *
 * @param names how the page calls a field, where another has its name
 */
const deal = async (
  ctx: Ctx,
  values: Record<string, string>,
  notice: NoticeName,
  work: () => Promise<unknown>,
  names: Record<string, string> = {},
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const isMended = isAppError(error) && (error.fields !== undefined || error.status === 409);
    if (!isMended) throw error;
    const fields = Object.fromEntries(
      Object.entries(error.fields ?? {}).map(([name, text]) => [names[name] ?? name, text]),
    );
    return show(ctx, { values, fields, message: error.message }, error.status);
  }
  ctx.redirect(withNotice(`${REGISTER}${requestId(ctx)}/`, notice));
};

const answer = (ctx: Ctx, given: z.input<typeof answerRule>) =>
  ctx.call('accounts.answerRequest', { id: requestId(ctx), answer: given, ip: ctx.ip });
const extend = (ctx: Ctx, reason: string) =>
  ctx.call('accounts.extendRequest', { id: requestId(ctx), reason, ip: ctx.ip });

/** POST /admin/solicitudes/:requestId/responder/ with `channel` and `text` */
export const answerForm = (ctx: Ctx): Promise<void> => {
  const [channel, text] = [textField(ctx, 'channel'), textField(ctx, 'text')];
  // The contract says what is wrong with what is no channel.
  const given = { channel, text } as z.input<typeof answerRule>;
  return deal(ctx, { channel, text }, 'solicitud-respondida', () => answer(ctx, given));
};

/** POST /admin/solicitudes/:requestId/prorrogar/ with `reason` */
export const extendForm = (ctx: Ctx): Promise<void> => {
  const reason = textField(ctx, 'reason');
  return deal(ctx, { reason }, 'solicitud-prorrogada', () => extend(ctx, reason));
};

const askToComplete = (ctx: Ctx, missing: string) =>
  ctx.call('accounts.askToComplete', { id: requestId(ctx), missing, ip: ctx.ip });
const receiveCompletion = (ctx: Ctx, completion: z.input<typeof receivedCompletionRule>) =>
  ctx.call('accounts.receiveCompletion', { id: requestId(ctx), completion, ip: ctx.ip });

/** POST /admin/solicitudes/:requestId/incompleta/ with `missing` */
export const incompleteForm = (ctx: Ctx): Promise<void> => {
  const missing = textField(ctx, 'missing');
  return deal(ctx, { missing }, 'solicitud-incompleta', () => askToComplete(ctx, missing));
};

/** POST /admin/solicitudes/:requestId/completar/ with `receivedOn` and `text` */
export const completeForm = (ctx: Ctx): Promise<void> => {
  const given = { receivedOn: textField(ctx, 'receivedOn'), completion: textField(ctx, 'completion') };
  const { receivedOn, completion: text } = given;
  return deal(ctx, given, 'solicitud-completada', () => receiveCompletion(ctx, { receivedOn, text }), {
    text: 'completion',
  });
};

/** POST /api/v1/admin/requests/:requestId/incomplete {missing} */
export const apiIncomplete = async (ctx: Ctx): Promise<void> => {
  const { missing } = parsed(z.object({ missing: missingRule }), bodyOf(ctx));
  ctx.body = await askToComplete(ctx, missing);
};

/** POST /api/v1/admin/requests/:requestId/completion {text, receivedOn} */
export const apiComplete = async (ctx: Ctx): Promise<void> => {
  ctx.body = await receiveCompletion(ctx, parsed(receivedCompletionRule, bodyOf(ctx)));
};

/** POST /api/v1/admin/requests/:requestId/answer {channel, text} */
export const apiAnswer = async (ctx: Ctx): Promise<void> => {
  ctx.body = await answer(ctx, parsed(answerRule, bodyOf(ctx)));
};

/** POST /api/v1/admin/requests/:requestId/extension {reason} */
export const apiExtend = async (ctx: Ctx): Promise<void> => {
  const { reason } = parsed(z.object({ reason: extensionRule }), bodyOf(ctx));
  ctx.body = await extend(ctx, reason);
};
