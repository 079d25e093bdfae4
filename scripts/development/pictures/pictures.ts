import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { unconfined } from '../../../services/scraper/browser/confinement/confinement.ts';
import { locateBrowser } from '../../../services/scraper/browser/finders/locate.ts';
import { launchFlags } from '../../../services/scraper/browser/launch-flags.ts';
import { hashOf, sources } from './sources.ts';

/**
 * Draws what can only be a bitmap: the picture that chats show with a link, and the icons of phones. `npm run pictures`
 * after a change of what they are drawn from; the results are committed, so that neither a start nor an image needs a
 * browser or a font for them.
 */
const folder = join(import.meta.dirname, '../../../public/pictures');

/** Corners are the phone's to round, where it does. */
const ROUND = 'rx="5"';

const located = await locateBrowser({ cacheDir: '.data/browser' });
const browser = await chromium.launch({
  executablePath: located.path,
  args: [...launchFlags(unconfined()), ...located.args],
  env: { ...process.env, ...located.env } as Record<string, string>,
});
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  await page.goto(pathToFileURL(sources.share).href);
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(folder, 'share.png') });

  const drawing = await readFile(sources.icon, 'utf8');
  const draw = async (name: string, size: number, svg: string): Promise<void> => {
    await page.setViewportSize({ width: size, height: size });
    const sized = svg.replace('<svg', `<svg style="display:block" width="${size}" height="${size}"`);
    await page.setContent(`<body style="margin:0">${sized}</body>`);
    await page.screenshot({ path: join(folder, name), omitBackground: true });
  };
  await draw('icon-192.png', 192, drawing);
  await draw('icon-512.png', 512, drawing);
  const full = drawing.replace(ROUND, '');
  await draw('icon-180.png', 180, full);
  await draw('icon-full-512.png', 512, full);
  await writeFile(sources.drawn, `${JSON.stringify(await hashOf(), null, 2)}\n`);
} finally {
  await browser.close();
}
