import type { Page } from 'playwright';
import type { Pages } from '../../../services/gateway/context.ts';
import { buildAssets } from '../../../services/gateway/ui/assets/build-assets.ts';
import { stampParts } from '../../../services/gateway/ui/parts.ts';
import { createRenderer, type Frame } from '../../../services/gateway/ui/render.ts';

/** Where pages are that nothing but a test serves. */
export const ORIGIN = 'http://portal.invalid';

const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', png: 'image/png' };

const render = createRenderer({ url: (name) => `/assets/${name}` }, true);
let built: ReturnType<typeof buildAssets> | undefined;

/** Who looks at the pages unless told: somebody who leads. */
export const frameFor = (change: Partial<Frame> = {}): Frame => ({
  ...{ user: undefined, path: '/', simulatedData: false, csrf: () => 'token', notice: null },
  ...{ enrolBy: null, isOverdue: false, askedAgain: false, allErasedOn: null, election: null },
  may: { listReferred: true, readReferred: true, operate: false, administer: false },
  ...change,
});

/** A page as a template makes it, and as the portal sends it to who is logged in. */
export const htmlOf = <K extends keyof Pages>(name: K, data: Pages[K], frame: Frame): string =>
  stampParts(render(name, { ...frame, ...data }));

/**
 * Serves pages with the portal's own styles and scripts, and without a portal.
 *
 * @param answer the page at an address; null = there is none
 */
export const servePages = async (page: Page, answer: (url: URL) => string | null): Promise<void> => {
  built ??= buildAssets();
  const assets = await built;
  await page.route(`${ORIGIN}/**`, async (route) => {
    const url = new URL(route.request().url());
    const asset = assets.get(url.pathname.replace('/assets/', ''));
    const type = types[url.pathname.split('.').at(-1) as keyof typeof types];
    if (asset !== undefined) return route.fulfill({ body: Buffer.from(asset), contentType: type });
    const html = answer(url);
    if (html === null) return route.abort();
    await route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
  });
};
