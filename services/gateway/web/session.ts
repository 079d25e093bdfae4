import type { Actor, User } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { factorNeeded, proofNeeded } from '../../../shared/identity/proof-needed.ts';
import type { Ctx, Next } from '../context.ts';
import { clearSessionCookie, readSessionCookie } from './cookies.ts';
import { giveBack } from './expired.ts';
import { tellWhose } from './headers.ts';
import { carrying, passportOf } from './passport.ts';
import { isSafe } from './safe.ts';

/** As we make them: anything else is not worth a question. */
export const isToken = (token: string | undefined): token is string =>
  token !== undefined && /^[\w-]{43}$/.test(token);

/** A page that somebody left open fetches itself when it is told of a change: nobody sits there for that. */
const isLook = (ctx: Ctx): boolean =>
  ctx.method === 'GET' && ctx.get('Sec-Fetch-Dest') === 'empty' && !ctx.path.startsWith('/api/');

/** Finds out who is asking, and asks in their name from then on. A cookie that opens nothing is taken away. */
export const session = async (ctx: Ctx, next: Next): Promise<void> => {
  const token = readSessionCookie(ctx);
  const isUse = !isLook(ctx);
  const isAnew = !isSafe(ctx);
  const found = isToken(token) ? await ctx.sessions.read(token, { isUse, isAnew }) : null;
  if (isUse) tellWhose(ctx, found?.user.id);
  if (token !== undefined && token !== '') {
    if (found === null) clearSessionCookie(ctx);
    else {
      const { ageMs, ...session } = found;
      Object.assign(ctx.state, { ...session, token });
      ctx.call = carrying(ctx.call, passportOf(ctx.call, token, { passport: session.passport, ageMs }));
      if (isAnew) return finallyForget(ctx, token, next);
    }
  }
  await next();
};

/** Who was just shown something as it was before must not be shown it so once more. */
const finallyForget = async (ctx: Ctx, token: string, next: Next): Promise<void> => {
  try {
    await next();
  } finally {
    ctx.sessions.forget(token);
  }
};

/** Pages: whoever is not logged in goes to the login page and comes back; who needs a second factor sets it up first. */
export const loggedIn = async (ctx: Ctx, next: Next): Promise<void> =>
  identified(ctx, async () => {
    if (ctx.state.mustEnrol === true) throw factorNeeded();
    await next();
  });

/** The pages with which somebody sets up their second factor: also for who must do that first. */
export const identified = async (ctx: Ctx, next: Next): Promise<void> => {
  if (ctx.state.user === undefined) {
    if (await giveBack(ctx, 'loggedOut', 401)) return;
    const target = ctx.method === 'GET' ? ctx.url : '/';
    ctx.redirect(target === '/' ? '/login/' : `/login/?next=${encodeURIComponent(target)}`);
    return;
  }
  await next();
};

/** Pages whose parts need a fresh proof: asked for before anything is shown. @throws AppError `proof_needed` (403) */
export const fresh = async (ctx: Ctx, next: Next): Promise<void> => {
  if (Date.parse(ctx.state.provedUntil ?? '') > Date.now()) return void (await next());
  throw proofNeeded();
};

/** API: whoever is not logged in gets a 401, who needs a second factor a 403. */
export const authenticated = async (ctx: Ctx, next: Next): Promise<void> => {
  userOf(ctx);
  if (ctx.state.mustEnrol === true) throw factorNeeded();
  await next();
};

/** API with which somebody sets up their second factor: also for who must do that first. */
export const known = async (ctx: Ctx, next: Next): Promise<void> => {
  userOf(ctx);
  await next();
};

const nobody = (): AppError =>
  new AppError('unauthenticated', 'Ingrese con su cédula y contraseña para continuar.', { status: 401 });

/** @throws AppError `unauthenticated` (401) */
export const userOf = (ctx: Ctx): User => {
  if (ctx.state.user === undefined) throw nobody();
  return ctx.state.user;
};

/**
 * Who opens a stream, and by which session: it looks after itself, so that is no use of the session.
 *
 * @throws AppError `unauthenticated` (401), after which a cookie that opens nothing is taken away; `factor_needed` (403)
 */
export const holderOf = async (ctx: Ctx): Promise<{ token: string; user: Actor }> => {
  const token = readSessionCookie(ctx);
  const holder = isToken(token) ? await ctx.sessions.holder(token) : null;
  if (token === undefined || holder === null) {
    if (token !== undefined && token !== '') clearSessionCookie(ctx);
    throw nobody();
  }
  const { id, role, mustEnrol } = holder;
  if (mustEnrol) throw factorNeeded();
  return { token, user: { id, role } };
};

export const actorOf = (ctx: Ctx): Actor => {
  const { id, role } = userOf(ctx);
  return { id, role };
};
