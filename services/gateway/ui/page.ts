import type { User } from '../../../shared/contract/accounts.ts';
import {
  mayAdminister,
  mayListReferred,
  mayOperate,
  mayReadReferred,
} from '../../../shared/policy/access.ts';
import type { Ctx, Next } from '../context.ts';
import { notAPage } from '../web/headers.ts';
import { dayOfAll } from './day-of-all.ts';
import { presentElection } from './election.ts';
import { noticeOf } from './notices.ts';
import { newerParts, stampParts } from './parts.ts';
import type { Frame, May, Render } from './render.ts';

/** Gives the routes `ctx.page`, which renders a page inside the layout. */
export const pages =
  (render: Render) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    ctx.page = (name, data, status = 200) => {
      ctx.status = status;
      ctx.type = 'html';
      ctx.set('Cache-Control', 'no-store');
      const html = render(name, { ...frameOf(ctx), ...data });
      // As bytes, once: of a text Koa counts them, and Node again, before it is written.
      ctx.body = Buffer.from(ctx.state.user === undefined ? html : partly(ctx, html));
    };
    await next();
  };

/** What an open page says it has, when it looks for what is newer; a browser that goes to a page says nothing. */
const KNOWN = 'Censo-Tiene';
/** Says that this is not the page, but its newer parts, and how many. */
const PARTS = 'Censo-Partes';

/** How many parts of a page are sent to who looks for what is newer; undefined where it is the whole page. */
export const partsSent = (ctx: Ctx): number | undefined => {
  const told = ctx.response.get(PARTS);
  return told === '' ? undefined : Number(told);
};

/** Whether an open page looks for what is newer. */
export const isLookForNewer = (ctx: Ctx): boolean => ctx.get(KNOWN) !== '';

/** The page with what each of its parts is, or to whoever has it, what is newer. */
const partly = (ctx: Ctx, html: string): string => {
  const known = ctx.get(KNOWN);
  if (known === '' || ctx.status !== 200) return stampParts(html);
  const newer = newerParts(html, new Set(known.split(' ')));
  ctx.set(PARTS, String(newer.length));
  notAPage(ctx);
  return newer.join('\n');
};

const frameOf = (ctx: Ctx): Frame => ({
  user: ctx.state.user,
  may: allowed(ctx.state.user),
  path: ctx.path,
  simulatedData: ctx.config.simulatedData,
  hasInventedPeople: ctx.config.demoPeople,
  csrf: () => ctx.state.csrfToken?.() ?? '',
  notice: noticeOf(ctx.query),
  enrolBy: ctx.state.enrolBy ?? null,
  isOverdue: ctx.state.mustEnrol === true,
  askedAgain: ctx.state.askedAgain === true,
  election: presentElection(ctx.config.election, new Date()),
  allErasedOn: dayOfAll(ctx.config.retention, ctx.state.user, new Date()),
});

const allowed = (user: User | undefined): May => ({
  listReferred: user !== undefined && mayListReferred(user),
  readReferred: user !== undefined && mayReadReferred(user),
  operate: user !== undefined && mayOperate(user),
  administer: user !== undefined && mayAdminister(user),
});
