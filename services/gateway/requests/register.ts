import { z } from 'zod';
import { type RequestState, receivedRequestRule, requestStates } from '../../../shared/contract/requests.ts';
import { isAppError } from '../../../shared/errors.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import type { Ctx, Page } from '../context.ts';
import { withNotice } from '../ui/notices.ts';
import { type FormState, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { countList } from '../web/limited.ts';
import { cursor, leniently, limit, nextPage } from '../web/query.ts';
import { presentRegistered, type RegisterRow } from './view.ts';
import { channelOptions, kindOptions, type Option, stateOptions, topicOptions } from './words.ts';

interface RegisterPage extends Page {
  rows: RegisterRow[];
  stateOptions: Option<RequestState>[];
  nextUrl: string | null;
  narrowed: boolean;
}

interface ReceivePage extends FormState, Page {
  kindOptions: Option<string>[];
  topicOptions: Option<string>[];
  channelOptions: Option<string>[];
}

declare module '../context.ts' {
  interface Pages {
    'requests/register': RegisterPage;
    'requests/receive': ReceivePage;
  }
}

export const REGISTER = '/admin/solicitudes/';

const registerRule = z.object({
  state: z.enum(requestStates, { error: `Debe ser ${requestStates.join(', ')}.` }).optional(),
  cursor,
});

/** GET /admin/solicitudes/ ; its address says `estado` */
export const registerPage = async (ctx: Ctx): Promise<void> => {
  await countList(ctx);
  const query = leniently(registerRule, { ...ctx.query, state: ctx.query.estado });
  const { items, next } = await ctx.call('accounts.requests', { ip: ctx.ip, ...query });
  ctx.page('requests/register', {
    title: 'Solicitudes sobre datos',
    rows: items.map(presentRegistered),
    stateOptions: stateOptions(query.state),
    nextUrl: nextPage(REGISTER, { estado: query.state }, next),
    narrowed: query.state !== undefined || query.cursor !== undefined,
  });
};

/** GET /api/v1/admin/requests */
export const apiRegister = async (ctx: Ctx): Promise<void> => {
  const query = parsed(registerRule.extend({ limit }), ctx.query);
  await countList(ctx, query.limit);
  ctx.body = await ctx.call('accounts.requests', { ip: ctx.ip, ...query });
};

const FIELDS = ['kind', 'topic', 'channel', 'nombreCompleto', 'cedula', 'contact', 'text', 'receivedOn'];

const show = (ctx: Ctx, form: FormState, status = 200): void => {
  const { values } = form;
  ctx.page(
    'requests/receive',
    {
      title: 'Anotar una solicitud',
      ...form,
      kindOptions: kindOptions(values.kind),
      topicOptions: topicOptions(values.topic),
      channelOptions: channelOptions(values.channel).filter(({ value }) => value !== 'portal'),
    },
    status,
  );
};

/** GET /admin/solicitudes/nueva/ */
export const receivePage = async (ctx: Ctx): Promise<void> =>
  show(ctx, { values: { receivedOn: bogotaDayOf(new Date()) }, fields: {} });

/** @param given as it was sent: the contract says what is wrong with it */
const receive = (ctx: Ctx, given: unknown) =>
  ctx.call('accounts.receiveRequest', {
    request: given as z.input<typeof receivedRequestRule>,
    ip: ctx.ip,
  });

/** POST /admin/solicitudes/nueva/ */
export const receiveForm = async (ctx: Ctx): Promise<void> => {
  const values = Object.fromEntries(FIELDS.map((name) => [name, textField(ctx, name)]));
  try {
    const { id } = await receive(ctx, values);
    ctx.redirect(withNotice(`${REGISTER}${id}/`, 'solicitud-anotada'));
  } catch (error) {
    if (!isAppError(error) || error.fields === undefined) throw error;
    show(ctx, { values, fields: error.fields, message: error.message }, error.status);
  }
};

/** POST /api/v1/admin/requests */
export const apiReceive = async (ctx: Ctx): Promise<void> => {
  ctx.body = await receive(ctx, parsed(receivedRequestRule, bodyOf(ctx)));
  ctx.status = 201;
};
