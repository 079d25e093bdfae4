import { mayOperate, mayReadReferred } from '../../../shared/policy/access.ts';
import type { Ctx, Next } from '../context.ts';
import { noticeOf } from '../views/notices.ts';
import type { Render } from '../views/render.ts';

/** Gives the routes `ctx.page`, which renders a page inside the layout. */
export const pages =
  (render: Render) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    ctx.page = (name, data = {}, status = 200) => {
      ctx.status = status;
      ctx.type = 'html';
      ctx.set('Cache-Control', 'no-store');
      ctx.body = render(`./pages/${name}`, {
        user: ctx.state.user,
        mayOperate: ctx.state.user !== undefined && mayOperate(ctx.state.user),
        mayReadReferred: ctx.state.user !== undefined && mayReadReferred(ctx.state.user),
        path: ctx.path,
        simulatedData: ctx.config.simulatedData,
        csrf: () => ctx.state.csrfToken?.() ?? '',
        notice: noticeOf(ctx.query),
        now: new Date(),
        ...data,
      });
    };
    await next();
  };
