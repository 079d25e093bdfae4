import { z } from 'zod';
import {
  completionRule,
  ownRequestRule,
  type RequestKind,
  requestTopics,
} from '../../../shared/contract/requests.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { presentRequest, type RequestRow } from '../requests/view.ts';
import { kindOptions, type Option, topicOptions } from '../requests/words.ts';
import { withNotice } from '../ui/notices.ts';
import { type FormState, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';

interface AskPage extends FormState, Page {
  kindOptions: Option<RequestKind>[];
  topicOptions: Option<string>[];
  requests: RequestRow[];
}

declare module '../context.ts' {
  interface Pages {
    'my-data/ask': AskPage;
  }
}

const PAGE = '/mis-datos/solicitar/';

const show = async (ctx: Ctx, form: FormState, status = 200): Promise<void> => {
  const requests = await ctx.call('accounts.ownRequests', {});
  ctx.page(
    'my-data/ask',
    {
      title: 'Solicitudes sobre mis datos',
      ...form,
      kindOptions: kindOptions(form.values.kind),
      topicOptions: topicOptions(form.values.topic),
      requests: requests.map(presentRequest),
    },
    status,
  );
};

/** GET /mis-datos/solicitar/ ; its address may say `tema` */
export const askPage = async (ctx: Ctx): Promise<void> => {
  const topic = requestTopics.find((one) => one === ctx.query.tema);
  const kind = topic === undefined || topic === 'datos' ? 'consulta' : 'reclamo';
  await show(ctx, { values: { kind, ...(topic === undefined ? {} : { topic }) }, fields: {} });
};

const ask = (ctx: Ctx, request: z.input<typeof ownRequestRule>) =>
  ctx.call('accounts.askAboutData', { request, ip: ctx.ip });

/** POST /mis-datos/solicitar/ with `kind`, `topic` and `text` */
export const askForm = async (ctx: Ctx): Promise<void> => {
  const [kind, topic, text] = [textField(ctx, 'kind'), textField(ctx, 'topic'), textField(ctx, 'text')];
  try {
    // The contract says what is wrong with what is none.
    await ask(ctx, { kind, topic, text } as z.input<typeof ownRequestRule>);
  } catch (error) {
    const isMended = isAppError(error) && (error.fields !== undefined || error.status === 409);
    if (!isMended) throw error;
    const { fields = {}, message } = error;
    return show(ctx, { values: { kind, topic, text }, fields, message }, error.status);
  }
  ctx.redirect(withNotice(PAGE, 'solicitud-hecha'));
};

/** @throws AppError `not_found` (404) for what is no id: it is nobody's */
const complete = (ctx: Ctx, text: string) => {
  const id = z.uuid().safeParse(ctx.params.requestId);
  if (!id.success)
    throw new AppError('not_found', 'No encontramos esta solicitud entre las suyas.', { status: 404 });
  return ctx.call('accounts.completeOwnRequest', { id: id.data, text, ip: ctx.ip });
};

/** POST /mis-datos/solicitar/:requestId/ with `completion` */
export const completeForm = async (ctx: Ctx): Promise<void> => {
  const completion = textField(ctx, 'completion');
  try {
    await complete(ctx, completion);
  } catch (error) {
    const isMended = isAppError(error) && (error.fields !== undefined || error.status === 409);
    if (!isMended) throw error;
    const { fields = {}, message } = error;
    return show(
      ctx,
      {
        values: { completion, completes: String(ctx.params.requestId) },
        fields: { completion: fields.text ?? '' },
        message,
      },
      error.status,
    );
  }
  ctx.redirect(withNotice(PAGE, 'reclamo-completado'));
};

/** POST /api/v1/me/requests/:requestId/completion {text} */
export const apiComplete = async (ctx: Ctx): Promise<void> => {
  ctx.body = await complete(ctx, parsed(z.object({ text: completionRule }), bodyOf(ctx)).text);
};

/** GET /api/v1/me/requests */
export const apiOwnRequests = async (ctx: Ctx): Promise<void> => {
  ctx.body = { items: await ctx.call('accounts.ownRequests', {}) };
};

/** POST /api/v1/me/requests {kind, topic, text} */
export const apiAsk = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ask(ctx, parsed(ownRequestRule, bodyOf(ctx)));
  ctx.status = 201;
};
