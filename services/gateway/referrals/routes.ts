import Router from '@koa/router';
import { z } from 'zod';
import { refusal } from '../../../shared/policy/authorize.ts';
import { refresh } from '../answer/census-views.ts';
import { refreshAndReturn } from '../answer/refresh.ts';
import { shownBatch } from '../batches/refresh-many.ts';
import type { Ctx, Extension, State } from '../context.ts';
import { allowedQuery, apiQuery, LIST, listAddressAt, pageQuery } from '../filter/query.ts';
import { textField } from '../web/form.ts';
import { personId } from '../web/input.ts';
import { referralLinkOf } from '../web/inviter.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { backTo, localPath } from '../web/redirect.ts';
import { actorOf, loggedIn } from '../web/session.ts';
import { loadReferral, loadReferrals } from './load.ts';
import { presentDetail, presentList } from './view.ts';

/** Whom a person referred: as a list, and one by one. */
export const referralRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get(LIST, ...page, loggedIn, listPage);
  router.get('/referido/:id/', ...page, loggedIn, detailPage);
  router.get('/refrescar-cedula/:id/', ...page, loggedIn, backTo(LIST));
  router.post('/refrescar-cedula/:id/', ...post, loggedIn, refreshForm);

  router.get('/api/v1/referrals', ...closed, apiList);
  router.post('/api/v1/referrals/:id/refresh', ...closed, apiRefresh);
  return router;
};

const listPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const query = allowedQuery(actor, pageQuery(ctx.query));
  const [found, batch] = await Promise.all([loadReferrals(ctx, { ...query, counts: true }), shownBatch(ctx)]);
  const reader = { actor, referralLink: referralLinkOf(ctx), now: new Date() };
  ctx.page('referrals/list', presentList(query, found, batch, reader));
};

const apiList = async (ctx: Ctx): Promise<void> => {
  const { items, next } = await loadReferrals(ctx, apiQuery(ctx.query));
  ctx.body = { items: items.map(({ user, view }) => ({ user, census: view })), next };
};

const detailPage = async (ctx: Ctx): Promise<void> => {
  const found = await loadReferral(ctx, personId(ctx.params.id));
  ctx.page('referrals/detail', presentDetail(found, actorOf(ctx), new Date()));
};

const refreshForm = (ctx: Ctx): Promise<void> =>
  refreshAndReturn(ctx, personId(ctx.params.id), listOfForm(ctx));

/** The list as it was narrowed when the form was sent (`volver`), or from its beginning. */
const listOfForm = (ctx: Ctx): string => {
  const back = localPath(textField(ctx, 'volver'));
  return back.startsWith(`${LIST}?`) ? listAddressAt(back) : LIST;
};

/** What is no id is nobody's, and refused like a foreign person. */
const apiRefresh = async (ctx: Ctx): Promise<void> => {
  const userId = z.uuid().safeParse(ctx.params.id);
  if (!userId.success) throw refusal('refresh');
  await refresh(ctx.call, actorOf(ctx), userId.data, undefined);
  ctx.status = 202;
  ctx.body = {};
};
