import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { launchFlags } from '../services/scraper/browser/launch-flags.ts';
import { locateBrowser } from '../services/scraper/browser/locate.ts';

/**
 * Takes a picture of every page, on a phone and a desktop, light and dark, of a portal that runs with the simulator:
 * `npm start` in one terminal, `npm run screenshots [address] [folder]` in another.
 */
const [address = 'http://localhost:3000', folder = 'docs/screenshots'] = process.argv.slice(2);

const sizes = { telefono: { width: 390, height: 844 }, escritorio: { width: 1280, height: 800 } };
const schemes = { claro: 'light', oscuro: 'dark' } as const;

/** Invented; the last two digits choose the simulator's answer. */
const LEADER = { cedula: '1000000100', password: 'demo-lider' };

const login = async (page: Page): Promise<void> => {
  await page.goto(`${address}/login/`);
  await page.fill('#cedula', LEADER.cedula);
  await page.fill('#password', LEADER.password);
  await page.click('main button[type=submit]');
  await page.waitForURL(`${address}/`);
};

const register = async (page: Page, cedula: string): Promise<void> => {
  await page.goto(`${address}/register/`);
  await page.fill('#cedula', cedula);
  await page.fill('#nombre_completo', 'Ana Ejemplo');
  await page.fill('#phone', '3001234567');
  await page.fill('#password1', 'una-clave-larga');
  await page.fill('#password2', 'una-clave-larga');
  await page.check('#data_policy_accepted');
  await page.click('main button[type=submit]');
  await page.waitForURL(/\/\?aviso=bienvenida$/);
};

const answers = { activa: '00', muerte: '01', novedad: '02', 'no-esta': '03', bloqueada: '04' };

/** Registers one person an answer, waits for it, and remembers the cookies of each. */
const peopleWithAnswers = async (browser: Browser) => {
  const people = [];
  for (const [name, suffix] of Object.entries(answers)) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await register(page, `${String(Date.now()).slice(-8)}${suffix}`.replace(/^0/, '1'));
    await page.goto(`${address}/perfil/`);
    await page.locator('[data-card]:not(.waiting)').waitFor({ timeout: 120_000 });
    people.push({ name: `perfil-${name}`, cookies: await context.cookies() });
    await context.close();
  }
  return people;
};

/** The README's picture: a person's profile on a desktop, and on a phone beside it. */
const shootCover = async (
  browser: Browser,
  cookies: Parameters<BrowserContext['addCookies']>[0],
): Promise<void> => {
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

const located = await locateBrowser({ cacheDir: '.data/browser' });
const browser = await chromium.launch({
  executablePath: located.path,
  args: [...launchFlags(), ...located.args],
});
try {
  await mkdir(folder, { recursive: true });
  const people = await peopleWithAnswers(browser);
  const [active] = people;
  if (active !== undefined) await shootCover(browser, active.cookies);
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const [scheme, colorScheme] of Object.entries(schemes)) {
      const context = await browser.newContext({ viewport, colorScheme, locale: 'es-CO' });
      const page = await context.newPage();
      const shoot = async (name: string) => {
        await page.screenshot({ path: join(folder, `${name}-${size}-${scheme}.png`), fullPage: true });
      };
      for (const [name, path] of Object.entries({
        registro: '/register/',
        ingreso: '/login/',
        politica: '/politica-de-datos/',
      })) {
        await page.goto(address + path);
        await shoot(name);
      }
      await page.goto(`${address}/register/`);
      await page.fill('#cedula', '12');
      await page.click('main button[type=submit]');
      await shoot('registro-errores');
      for (const { name, cookies } of people) {
        await context.clearCookies();
        await context.addCookies(cookies);
        await page.goto(`${address}/perfil/`);
        await shoot(name);
      }
      await context.clearCookies();
      await register(page, `${String(Date.now()).slice(-8)}05`.replace(/^0/, '1'));
      await page.goto(`${address}/perfil/`);
      await shoot('perfil-verificando');
      await page.goto(`${address}/referidos/`);
      await shoot('referidos-vacio');
      await context.clearCookies();
      await login(page);
      for (const [name, path] of Object.entries({
        inicio: '/',
        referidos: '/referidos/',
        contrasena: '/cambiar-password/',
        error: '/no-existe/',
      })) {
        await page.goto(address + path);
        await shoot(name);
      }
      await page.goto(`${address}/referidos/`);
      await page.click('.people a');
      await shoot('referido');
      await context.close();
    }
  }
} finally {
  await browser.close();
}
console.log(`capturas en ${folder}`);
