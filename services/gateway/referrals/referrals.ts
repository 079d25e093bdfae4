import { z } from 'zod';
import { refusal } from '../../../shared/policy/authorize.ts';
import { refresh } from '../answer/census-views.ts';
import { refreshAndReturn } from '../answer/refresh.ts';
import { shownBatch } from '../batches/batch.ts';
import type { Ctx } from '../context.ts';
import {
  allowedQuery,
  apiQuery,
  keptIds,
  LIST,
  listAddressAt,
  listKeeping,
  pageQuery,
  pageSizes,
} from '../filter/query.ts';
import { isLookForNewer, partsSent } from '../ui/page.ts';
import { textField } from '../web/form.ts';
import { personId } from '../web/input.ts';
import { referralLinkOf } from '../web/inviter.ts';
import { countList } from '../web/limited.ts';
import { localPath } from '../web/redirect.ts';
import { actorOf } from '../web/session.ts';
import { loadReferral, loadReferrals } from './load.ts';
import { presentDetail, presentList } from './view.ts';

/** GET /referidos/ */
export const listPage = async (ctx: Ctx): Promise<void> => {
  const actor = actorOf(ctx);
  const query = allowedQuery(actor, pageQuery(ctx.query));
  const { back, from, size = pageSizes[0], density: __, ...asked } = query;
  const keep = keptIds(ctx.query);
  const isLook = isLookForNewer(ctx);
  await countList(ctx, isLook ? LOOK : size);
  const isPlaceKnown = asked.cursor === undefined ? back === undefined : from !== undefined;
  const counting = { counts: true, ...(isPlaceKnown ? { countMost: COUNT_MOST } : {}) };
  const page = { ...asked, ...counting, limit: size, back: back !== undefined, keep };
  const [found, batch] = await Promise.all([loadReferrals(ctx, page), shownBatch(ctx)]);
  const reader = { actor, referralLink: referralLinkOf(ctx), now: new Date() };
  ctx.page('referrals/list', presentList(query, found, batch, reader));
  // Whoever says that they have what they have not walks the list.
  const more = (partsSent(ctx) ?? 0) - LOOK;
  if (isLook && more > 0) await countList(ctx, more);
};

/**
 * A search that finds more says "más de": beyond that nobody reads the number, and it costs what they are. A page that says
 * which of all it has without knowing what was before it, such as the last, needs all of them.
 */
const COUNT_MOST = 500;

/** For so many people an open page that looks for what is newer counts, unless more of them are newer. */
const LOOK = pageSizes[0];

/** GET /api/v1/referrals */
export const apiList = async (ctx: Ctx): Promise<void> => {
  const query = apiQuery(ctx.query);
  await countList(ctx, query.limit);
  const { items, next } = await loadReferrals(ctx, query);
  ctx.body = { items: items.map(({ user, view }) => ({ user, census: view })), next };
};

/** GET /referido/:id/ */
export const detailPage = (ctx: Ctx): Promise<void> => showDetail(ctx, personId(ctx.params.id), {});

/** One person, with what was wrong in the form that asks for a link for them. */
export const showDetail = async (
  ctx: Ctx,
  userId: string,
  recovery: { reason?: string; problem?: string },
  status = 200,
): Promise<void> => {
  const found = await loadReferral(ctx, userId);
  const detail = presentDetail(found, actorOf(ctx), new Date(), referralLinkOf(ctx));
  ctx.page('referrals/detail', { ...detail, ...recovery }, status);
};

/** POST /refrescar-cedula/:id/ */
export const refreshForm = (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  return refreshAndReturn(ctx, userId, listKeeping(listOfForm(ctx), userId));
};

/** The list as it was narrowed when the form was sent (`volver`), or from its beginning. */
const listOfForm = (ctx: Ctx): string => {
  const back = localPath(textField(ctx, 'volver'));
  return back.startsWith(`${LIST}?`) ? listAddressAt(back) : LIST;
};

/** POST /api/v1/referrals/:id/refresh. What is no id is nobody's, and refused like a foreign person. */
export const apiRefresh = async (ctx: Ctx): Promise<void> => {
  const userId = z.uuid().safeParse(ctx.params.id);
  if (!userId.success) throw refusal('refresh');
  await refresh(ctx.call, userId.data, undefined);
  ctx.status = 202;
  ctx.body = {};
};
