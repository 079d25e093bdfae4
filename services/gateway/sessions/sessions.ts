import { z } from 'zod';
import type { SessionView } from '../../../shared/contract/accounts.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { formatMoment } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { userOf } from '../web/session.ts';
import { deviceName } from './device.ts';

/** A session as a row. */
export interface SessionRow {
  id: string;
  device: string;
  /** Empty when nobody knows. */
  ip: string;
  since: string;
  lastUsed: string;
  isCurrent: boolean;
}

interface SessionsPage extends Page {
  sessions: SessionRow[];
}

declare module '../context.ts' {
  interface Pages {
    'sessions/sessions': SessionsPage;
  }
}

const PAGE = '/perfil/sesiones/';

export const presentSession = (session: SessionView, now: Date): SessionRow => ({
  ...{ id: session.id, ip: session.ip, isCurrent: session.isCurrent },
  device: deviceName(session.userAgent),
  since: formatMoment(session.createdAt, now),
  lastUsed: formatMoment(session.lastUsedAt, now),
});

/** The token of the session that asks. @throws AppError `unauthenticated` (401) */
const tokenOf = (ctx: Ctx): string => {
  userOf(ctx);
  return ctx.state.token ?? '';
};

const load = (ctx: Ctx): Promise<SessionView[]> => ctx.call('accounts.sessions', { token: tokenOf(ctx) });

/** @throws AppError `not_found` (404) when the person has no such session, or it is closed already */
const close = async (ctx: Ctx): Promise<void> => {
  const sessionId = z.uuid().safeParse(ctx.params.sessionId);
  if (!sessionId.success) throw new AppError('not_found', 'Esa sesión ya estaba cerrada.', { status: 404 });
  await ctx.call('accounts.closeSession', { sessionId: sessionId.data, ip: ctx.ip });
};

const closeOthers = (ctx: Ctx): Promise<{ closed: number }> =>
  ctx.call('accounts.closeOtherSessions', { token: tokenOf(ctx), ip: ctx.ip });

/** GET /perfil/sesiones/ */
export const sessionsPage = async (ctx: Ctx): Promise<void> => {
  const now = new Date();
  const sessions = (await load(ctx)).map((session) => presentSession(session, now));
  ctx.page('sessions/sessions', { title: 'Sus sesiones', sessions });
};

/** POST /perfil/sesiones/:sessionId/cerrar/; sent twice it says the same */
export const closeForm = async (ctx: Ctx): Promise<void> => {
  try {
    await close(ctx);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not_found') throw error;
  }
  ctx.redirect(withNotice(PAGE, 'sesion-cerrada'));
};

/** POST /perfil/sesiones/cerrar-otras/ */
export const closeOthersForm = async (ctx: Ctx): Promise<void> => {
  await closeOthers(ctx);
  ctx.redirect(withNotice(PAGE, 'sesiones-cerradas'));
};

/** GET /api/v1/me/sessions */
export const apiSessions = async (ctx: Ctx): Promise<void> => {
  ctx.body = { items: await load(ctx) };
};

/** DELETE /api/v1/me/sessions/:sessionId */
export const apiCloseSession = async (ctx: Ctx): Promise<void> => {
  await close(ctx);
  ctx.status = 204;
};

/** DELETE /api/v1/me/sessions: all but the one that asks */
export const apiCloseOthers = async (ctx: Ctx): Promise<void> => {
  ctx.body = await closeOthers(ctx);
};
