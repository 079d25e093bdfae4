import type { OpenedDevice, OpenedSession } from '../../../shared/contract/accounts.ts';
import type { PendingLogin } from '../../../shared/contract/factors.ts';
import type { PendingRegistration } from '../../../shared/contract/phone.ts';
import type { Ctx } from '../context.ts';

/** In production cookies are for HTTPS only, and the prefix keeps subdomains from planting one. */
const nameOf = (ctx: Ctx, name: string): string => (ctx.config.production ? `__Host-${name}` : name);

const put = (ctx: Ctx, name: string, value: string, expires?: Date): void => {
  const secure = ctx.config.production;
  // Behind a proxy that ends TLS the connection itself is plain.
  ctx.cookies.secure = secure || ctx.secure;
  ctx.cookies.set(nameOf(ctx, name), value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    signed: false,
    overwrite: true,
    ...(expires === undefined ? {} : { expires }),
  });
};

const SESSION = 'censo-session';
const PENDING = 'censo-segundo-paso';
const REGISTRATION = 'censo-registro';
const LINK = 'censo-enlace';
const ASKED = 'censo-recupera';
/** As long as a link is good, and a code. */
const LINK_MS = 15 * 60_000;
const DEVICE = 'censo-equipo';
const CSRF = 'censo-csrf';
const INVITER = 'censo-invita';
const INVITER_MS = 30 * 24 * 3_600_000;

/** @returns undefined when there is none, and when several say that they are it: one of them is somebody else's work */
export const readSessionCookie = (ctx: Ctx): string | undefined => {
  const name = nameOf(ctx, SESSION);
  const given = ctx
    .get('Cookie')
    .split(';')
    .filter((one) => one.trimStart().startsWith(`${name}=`));
  return given.length > 1 ? undefined : ctx.cookies.get(name);
};

/** Without "recordarme" the cookie ends with the browser. */
export const setSessionCookie = (ctx: Ctx, { token, expiresAt, persistent }: OpenedSession): void =>
  put(ctx, SESSION, token, persistent ? new Date(expiresAt) : undefined);

export const clearSessionCookie = (ctx: Ctx): void => put(ctx, SESSION, '', new Date(0));

/** A login whose second factor is still to be shown: good for that alone. */
export const readPendingCookie = (ctx: Ctx): string | undefined => ctx.cookies.get(nameOf(ctx, PENDING));
export const setPendingCookie = (ctx: Ctx, { token, expiresAt }: PendingLogin): void =>
  put(ctx, PENDING, token, new Date(expiresAt));
export const clearPendingCookie = (ctx: Ctx): void => put(ctx, PENDING, '', new Date(0));

/** A registration whose phone is still to be proven: good for that alone. */
export const readRegistrationCookie = (ctx: Ctx): string | undefined =>
  ctx.cookies.get(nameOf(ctx, REGISTRATION));
export const setRegistrationCookie = (ctx: Ctx, { token, expiresAt }: PendingRegistration): void =>
  put(ctx, REGISTRATION, token, new Date(expiresAt));
export const clearRegistrationCookie = (ctx: Ctx): void => put(ctx, REGISTRATION, '', new Date(0));
/** The token of a link for a new password, out of the address at once. */
export const readLinkCookie = (ctx: Ctx): string | undefined => ctx.cookies.get(nameOf(ctx, LINK));
export const setLinkCookie = (ctx: Ctx, token: string): void =>
  put(ctx, LINK, token, new Date(Date.now() + LINK_MS));
export const clearLinkCookie = (ctx: Ctx): void => put(ctx, LINK, '', new Date(0));

/** For whose cédula a code was asked here, so that it stands in no address. */
export const readAskedCookie = (ctx: Ctx): string | undefined => ctx.cookies.get(nameOf(ctx, ASKED));
export const setAskedCookie = (ctx: Ctx, cedula: string): void =>
  put(ctx, ASKED, cedula, new Date(Date.now() + LINK_MS));
export const clearAskedCookie = (ctx: Ctx): void => put(ctx, ASKED, '', new Date(0));

/** What tells this browser from a stranger's when a password is typed. Stays after a logout. The policy page names it. */
export const readDeviceCookie = (ctx: Ctx): string | undefined => ctx.cookies.get(nameOf(ctx, DEVICE));
export const setDeviceCookie = (ctx: Ctx, { token, expiresAt }: OpenedDevice): void =>
  put(ctx, DEVICE, token, new Date(expiresAt));
/** Of somebody who is gone for good. */
export const clearDeviceCookie = (ctx: Ctx): void => put(ctx, DEVICE, '', new Date(0));

export const readCsrfCookie = (ctx: Ctx): string | undefined => ctx.cookies.get(nameOf(ctx, CSRF));
export const setCsrfCookie = (ctx: Ctx, secret: string): void => put(ctx, CSRF, secret);

/** The referral code of who invited this visitor. The policy page names it. */
export const readInviterCookie = (ctx: Ctx): string | undefined => ctx.cookies.get(nameOf(ctx, INVITER));
export const setInviterCookie = (ctx: Ctx, code: string): void =>
  put(ctx, INVITER, code, new Date(Date.now() + INVITER_MS));
/** Leaves alone a browser that has none. */
export const clearInviterCookie = (ctx: Ctx): void => {
  if (readInviterCookie(ctx) !== undefined) put(ctx, INVITER, '', new Date(0));
};
