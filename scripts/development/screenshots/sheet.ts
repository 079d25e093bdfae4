import { writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';

/** One way to look at a page. */
export interface Look {
  name: string;
  viewport: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  forcedColors?: 'active';
  media?: 'print';
  /** Letters of 150 %. */
  large?: true;
}

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 800 };

/** Every look, by the sheet that they stand on side by side. */
export const sheets: Record<string, readonly Look[]> = {
  telefono: [
    { name: 'claro', viewport: phone },
    { name: 'oscuro', viewport: phone, colorScheme: 'dark' },
    { name: 'colores forzados', viewport: phone, forcedColors: 'active' },
    { name: 'letra al 150 %', viewport: phone, large: true },
  ],
  escritorio: [
    { name: 'claro', viewport: desktop },
    { name: 'oscuro', viewport: desktop, colorScheme: 'dark' },
    { name: 'impreso', viewport: { width: 794, height: 1123 }, media: 'print' },
  ],
};

/** Pages that go on for longer are cut: their end looks like their middle. */
const MOST_HIGH = 2_600;
const QUALITY = 45;
const GAP = 16;

/** Everything that a page shows, with what sticks to the window's edge in its place at the end. */
// The pages' own policy would refuse this style, hence contexts that bypass it.
const WHOLE = `.offline { position: static !important }
  @media (max-width: 47.9rem) { body { position: relative } .site-nav { position: absolute !important } }`;

// As text: what a browser knows is not known here.
const SIZE =
  '({ width: document.documentElement.clientWidth, height: document.documentElement.scrollHeight })';

/** The page as it is now, under this look. */
export const shoot = async (page: Page, { media, large }: Look): Promise<Buffer> => {
  if (large) await page.addStyleTag({ content: 'html { font-size: 150% !important }' });
  if (media) await page.emulateMedia({ media });
  const { width, height } = await page.evaluate<{ width: number; height: number }>(SIZE);
  const clip = { x: 0, y: 0, width, height: Math.min(height, MOST_HIGH) };
  return page.screenshot({ fullPage: true, clip, style: WHOLE });
};

/** Puts pictures side by side under their names, as one JPEG: a file for each would be ten times as large. */
export const writeSheet = async (
  browser: Browser,
  pictures: readonly { name: string; png: Buffer; width: number }[],
  { path, scale }: { path: string; scale: number },
): Promise<void> => {
  const width = pictures.reduce((sum, picture) => sum + Math.round(picture.width * scale) + GAP, GAP);
  const page = await browser.newPage({ viewport: { width, height: 400 } });
  const figures = pictures.map(
    ({ name, png, width }) =>
      `<figure><figcaption>${name}</figcaption><img width="${Math.round(width * scale)}" src="data:image/png;base64,${png.toString('base64')}"></figure>`,
  );
  await page.setContent(
    `<style>body{display:flex;align-items:start;gap:${GAP}px;margin:${GAP}px;background:#d5d8e4;font:14px sans-serif}
     figure{margin:0}figcaption{margin-bottom:6px}img{display:block}</style>${figures.join('')}`,
  );
  await page.waitForFunction('[...document.images].every(({ complete }) => complete)');
  await writeFile(path, await page.screenshot({ fullPage: true, type: 'jpeg', quality: QUALITY }));
  await page.close();
};
