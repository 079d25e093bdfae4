import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { locateBrowser } from '../../../services/scraper/browser/finders/locate.ts';
import { launchFlags } from '../../../services/scraper/browser/launch-flags.ts';
import { assembleCast, type Cookies, register } from './cast.ts';
import { type Scene, scenes } from './scenes.ts';

/**
 * Takes a picture of every page, on a phone and a desktop, light and dark, of a portal that runs with the simulator:
 * `npm start` in one terminal, `npm run screenshots [address] [folder]` in another.
 */
const [address = 'http://localhost:3000', folder = 'docs/screenshots'] = process.argv.slice(2);

const sizes = { telefono: { width: 390, height: 844 }, escritorio: { width: 1280, height: 800 } };
const schemes = { claro: 'light', oscuro: 'dark' } as const;

/** The README's picture: a person's profile on a desktop, and on a phone beside it. */
const shootCover = async (browser: Browser, cookies: Cookies): Promise<void> => {
  const pictures = [];
  for (const viewport of [
    { width: 1000, height: 640 },
    { width: 360, height: 640 },
  ]) {
    const context = await browser.newContext({ viewport, deviceScaleFactor: 1.5, locale: 'es-CO' });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(`${address}/perfil/`);
    pictures.push((await page.screenshot()).toString('base64'));
    await context.close();
  }
  const page = await browser.newPage({ viewport: { width: 1340, height: 640 } });
  const style = 'border:1px solid #ccd;border-radius:12px;height:600px;margin:20px 0 0 20px';
  const images = pictures.map((data) => `<img style="${style}" src="data:image/png;base64,${data}">`);
  await page.setContent(
    `<body style="margin:0;background:#eef0fb;white-space:nowrap">${images.join('')}</body>`,
  );
  await page.screenshot({ path: join(folder, 'portada.png') });
  await page.close();
};

/** Everything that a page shows, with what sticks to the window's edge in its place at the end. */
// The pages' own policy would refuse this style, hence `bypassCSP` below.
const wholePage = {
  fullPage: true,
  style: `.offline { position: static !important }
    @media (max-width: 47.9rem) { body { position: relative } .site-nav { position: absolute !important } }`,
} as const;

const located = await locateBrowser({ cacheDir: '.data/browser' });
const browser = await chromium.launch({
  executablePath: located.path,
  args: [...launchFlags(), ...located.args],
});
try {
  await mkdir(folder, { recursive: true });
  const cast = await assembleCast(browser, address);
  await shootCover(browser, cast.get('activa') ?? []);
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const [scheme, colorScheme] of Object.entries(schemes)) {
      const shoot = async ({ name, as, path, act }: Scene): Promise<void> => {
        const context = await browser.newContext({ viewport, colorScheme, locale: 'es-CO', bypassCSP: true });
        await context.addCookies(cast.get(as) ?? []);
        const page = await context.newPage();
        await page.goto(address + path);
        await act?.(page);
        await page.screenshot({ ...wholePage, path: join(folder, `${name}-${size}-${scheme}.png`) });
        await context.close();
      };
      for (const scene of scenes) await shoot(scene);
      // Somebody who has just registered, and waits.
      const context = await browser.newContext({ viewport, colorScheme, locale: 'es-CO', bypassCSP: true });
      const page = await context.newPage();
      await register(page, address, '05');
      await page.goto(`${address}/perfil/`);
      await page.screenshot({
        ...wholePage,
        path: join(folder, `perfil-verificando-${size}-${scheme}.png`),
      });
      await context.close();
    }
  }
} finally {
  await browser.close();
}
console.log(`capturas en ${folder}`);
