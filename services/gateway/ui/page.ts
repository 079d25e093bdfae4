import type { User } from '../../../shared/contract/accounts.ts';
import {
  mayAdminister,
  mayListReferred,
  mayOperate,
  mayReadReferred,
} from '../../../shared/policy/access.ts';
import type { Ctx, Next, Pages } from '../context.ts';
import { noticeOf } from './notices.ts';
import type { Frame, May, Render } from './render.ts';

/** Gives the routes `ctx.page`, which renders a page inside the layout. */
export const pages =
  (render: Render) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    ctx.page = (name: string, data: object = {}, status = 200) => {
      ctx.status = status;
      ctx.type = 'html';
      ctx.set('Cache-Control', 'no-store');
      // Those that are not in a room yet.
      const template = name.includes('/') ? name : `pages/${name}`;
      ctx.body = render(template as keyof Pages, { ...frameOf(ctx), ...data } as Pages[keyof Pages] & Frame);
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
});

const allowed = (user: User | undefined): May => ({
  listReferred: user !== undefined && mayListReferred(user),
  readReferred: user !== undefined && mayReadReferred(user),
  operate: user !== undefined && mayOperate(user),
  administer: user !== undefined && mayAdminister(user),
});
