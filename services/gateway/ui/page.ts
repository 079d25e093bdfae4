import type { User } from '../../../shared/contract/accounts.ts';
import {
  mayAdminister,
  mayListReferred,
  mayOperate,
  mayReadReferred,
} from '../../../shared/policy/access.ts';
import type { Ctx, Next } from '../context.ts';
import { type Notice, noticeOf } from './notices.ts';
import type { Render } from './render.ts';

/** What every page is given besides its own data, and the layout around it. */
export interface Frame {
  /** Who is logged in. */
  user: User | undefined;
  may: May;
  path: string;
  /** Whether the answers are invented, which every page says. */
  simulatedData: boolean;
  /** Makes the token that a form of this page must send back. */
  csrf(): string;
  notice: Notice | null;
}

/** Which places the layout offers; nobody who is not logged in has any. */
export interface May {
  listReferred: boolean;
  readReferred: boolean;
  operate: boolean;
  administer: boolean;
}

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
      ctx.body = render(template, { ...frameOf(ctx), ...data });
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
