import { z } from 'zod';
import { endpointRule, type PushDevice, subscriptionRule } from '../../../shared/contract/push.ts';
import type { Ctx, Page } from '../context.ts';
import { deviceName } from '../sessions/device.ts';
import { formatMoment } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { userOf } from '../web/session.ts';

/** A browser that is told, as a row. */
interface BrowserRow {
  id: string;
  name: string;
  since: string;
  last: string;
  isCurrent: boolean;
}

interface PushPage extends Page {
  /** Whether this portal tells anybody. */
  isOn: boolean;
  browsers: BrowserRow[];
}

declare module '../context.ts' {
  interface Pages {
    'push/push': PushPage;
  }
}

const PAGE = '/perfil/avisos/';

export const presentBrowser = (device: PushDevice, now: Date): BrowserRow => ({
  ...{ id: device.id, name: deviceName(device.userAgent), isCurrent: device.isCurrent },
  since: formatMoment(device.since, now),
  last: device.lastAt === null ? 'Todavía ninguno' : formatMoment(device.lastAt, now),
});

/** The token of the session that asks. @throws AppError `unauthenticated` (401) */
const tokenOf = (ctx: Ctx): string => {
  userOf(ctx);
  return ctx.state.token ?? '';
};

/** GET /perfil/avisos/ */
export const pushPage = async (ctx: Ctx): Promise<void> => {
  const { key, devices } = await ctx.call('accounts.push', { token: tokenOf(ctx) });
  const now = new Date();
  const browsers = devices.map((device) => presentBrowser(device, now));
  ctx.page('push/push', { title: 'Avisos', isOn: key !== null, browsers });
};

/** POST /perfil/avisos/:browserId/quitar/; sent twice, or about what is not theirs, it says the same */
export const removeForm = async (ctx: Ctx): Promise<void> => {
  const id = z.uuid().safeParse(ctx.params.browserId);
  if (id.success) await ctx.call('accounts.unsubscribePush', { which: { id: id.data } });
  ctx.redirect(withNotice(PAGE, 'avisos-quitados'));
};

/** POST /perfil/avisos/apagar/: on all */
export const offForm = async (ctx: Ctx): Promise<void> => {
  await ctx.call('accounts.unsubscribePush', { which: 'all' });
  ctx.redirect(withNotice(PAGE, 'avisos-apagados'));
};

/** GET /api/v1/me/push: the key that a browser subscribes with, and which are told */
export const apiPush = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('accounts.push', { token: tokenOf(ctx) });
};

/** POST /api/v1/me/push {endpoint, keys: {p256dh, auth}}: as the browser gives it */
export const apiSubscribe = async (ctx: Ctx): Promise<void> => {
  const subscription = parsed(subscriptionRule, bodyOf(ctx));
  const userAgent = ctx.get('User-Agent').slice(0, 300);
  await ctx.call('accounts.subscribePush', { token: tokenOf(ctx), userAgent, subscription });
  ctx.status = 204;
};

const offRule = z.object({ endpoint: endpointRule });

/** POST /api/v1/me/push/off {endpoint}; no DELETE, whose body proxies and clients drop */
export const apiUnsubscribe = async (ctx: Ctx): Promise<void> => {
  const { endpoint } = parsed(offRule, bodyOf(ctx));
  await ctx.call('accounts.unsubscribePush', { which: { endpoint } });
  ctx.status = 204;
};
