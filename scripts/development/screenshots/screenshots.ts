import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { locateBrowser } from '../../../services/scraper/browser/finders/locate.ts';
import { launchFlags } from '../../../services/scraper/browser/launch-flags.ts';
import { assembleCast, type Cookies, register } from './cast.ts';
import { type Scene, scenes } from './scenes.ts';
import { type Look, sheets, shoot, writeSheet } from './sheet.ts';

/**
 * Takes pictures of every page of a portal that runs with the simulator and the demonstration's people, a sheet for
 * phones (light, dark, forced colours, large letters) and one for desktops (light, dark, printed):
 * `npm start` in one terminal, `npm run screenshots [address] [folder] [scenes…]` in another.
 */
const [address = 'http://localhost:3000', folder = 'docs/screenshots', ...wanted] = process.argv.slice(2);

const SCALE = { telefono: 0.75, escritorio: 0.5 } as const;

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

const openAs = async (browser: Browser, { viewport, colorScheme, forcedColors }: Look): Promise<Page> => {
  const context = await browser.newContext({
    ...{ viewport, colorScheme: colorScheme ?? 'light', forcedColors: forcedColors ?? 'none' },
    ...{ locale: 'es-CO', bypassCSP: true },
  });
  return context.newPage();
};

/** Somebody who has just registered, and waits. */
const waiting: Scene = { name: 'perfil-verificando', as: 'nadie', path: '/perfil/' };

const located = await locateBrowser({ cacheDir: '.data/browser' });
const browser = await chromium.launch({
  executablePath: located.path,
  args: [...launchFlags(), ...located.args],
});
try {
  await mkdir(folder, { recursive: true });
  // What is no page any more is no picture either.
  if (wanted.length === 0) for (const name of await readdir(folder)) await rm(join(folder, name));
  const cast = await assembleCast(browser, address);
  if (wanted.length === 0) await shootCover(browser, cast.get('activa') ?? []);
  const all = [...scenes, waiting].filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  for (const scene of all) {
    for (const [sheet, looks] of Object.entries(sheets)) {
      const pictures = [];
      for (const look of looks) {
        const page = await openAs(browser, look);
        await page.context().addCookies(cast.get(scene.as) ?? []);
        if (scene === waiting) await register(page, address, '05');
        await page.goto(address + scene.path);
        await scene.act?.(page);
        pictures.push({ name: look.name, png: await shoot(page, look), width: look.viewport.width });
        await page.context().close();
      }
      const path = join(folder, `${scene.name}-${sheet}.jpg`);
      await writeSheet(browser, pictures, { path, scale: SCALE[sheet as keyof typeof SCALE] });
    }
    console.log(scene.name);
  }
} finally {
  await browser.close();
}
console.log(`capturas en ${folder}`);
