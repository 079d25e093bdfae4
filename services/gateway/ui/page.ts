import type { User } from '../../../shared/contract/accounts.ts';
import {
  mayAdminister,
  mayListReferred,
  mayOperate,
  mayReadReferred,
} from '../../../shared/policy/access.ts';
import type { Ctx, Next } from '../context.ts';
import { dayOfAll } from './day-of-all.ts';
import { noticeOf } from './notices.ts';
import type { Frame, May, Render } from './render.ts';

/** Gives the routes `ctx.page`, which renders a page inside the layout. */
export const pages =
  (render: Render) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    ctx.page = (name, data, status = 200) => {
      ctx.status = status;
      ctx.type = 'html';
      ctx.set('Cache-Control', 'no-store');
      ctx.body = render(name, { ...frameOf(ctx), ...data });
    };
    await next();
  };

const frameOf = (ctx: Ctx): Frame => ({
  user: ctx.state.user,
  may: allowed(ctx.state.user),
  path: ctx.path,
  simulatedData: ctx.config.simulatedData,
  csrf: () => ctx.state.csrfToken?.() ?? '',
  notice: noticeOf(ctx.query),
  enrolBy: ctx.state.enrolBy ?? null,
  isOverdue: ctx.state.mustEnrol === true,
  askedAgain: ctx.state.askedAgain === true,
  allErasedOn: dayOfAll(ctx.config.retention, ctx.state.user, new Date()),
});

const allowed = (user: User | undefined): May => ({
  listReferred: user !== undefined && mayListReferred(user),
  readReferred: user !== undefined && mayReadReferred(user),
  operate: user !== undefined && mayOperate(user),
  administer: user !== undefined && mayAdminister(user),
});
