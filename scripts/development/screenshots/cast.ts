import type { Browser, BrowserContext, Page } from 'playwright';

export type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** Those who look at the pages, by name; nobody is logged in as `nadie`. */
export type Cast = Map<string, Cookies>;

/** Demo accounts that `npm start` makes; every one is invented. */
const demo = {
  lider: { cedula: '1000000100', password: 'demo-lider' },
  administracion: { cedula: '1000000400', password: 'demo-admin' },
  coordinacion: { cedula: '1000000500', password: 'demo-coordinacion' },
  operacion: { cedula: '1000000600', password: 'demo-operacion' },
};

/** The last two digits of a cédula choose the simulator's answer. */
const answers = { activa: '00', muerte: '01', novedad: '02', 'no-esta': '03', bloqueada: '04' };

const ANSWERED_MS = 180_000;

/** Logs in whom the demo has, registers one person an answer, and waits for it. */
export const assembleCast = async (browser: Browser, address: string): Promise<Cast> => {
  const cast: Cast = new Map([['nadie', []]]);
  const as = async (name: string, enter: (page: Page) => Promise<void>): Promise<void> => {
    const context = await browser.newContext();
    await enter(await context.newPage());
    cast.set(name, await context.cookies());
    await context.close();
  };
  for (const [name, account] of Object.entries(demo)) await as(name, (page) => login(page, address, account));
  // Somebody who came by the leader's link.
  await as('invitado', async (page) => {
    await page.context().addCookies(cast.get('lider') ?? []);
    await page.goto(`${address}/invitar/`);
    const link = await page.locator('.by-hand strong').innerText();
    await page.context().clearCookies();
    await page.goto(`${new URL(address).protocol}//${link}`);
  });
  for (const [name, suffix] of Object.entries(answers))
    await as(name, async (page) => {
      await register(page, address, suffix);
      await page.goto(`${address}/perfil/`);
      await page.locator('[data-card]:not(.waiting)').waitFor({ timeout: ANSWERED_MS });
    });
  return cast;
};

const login = async (
  page: Page,
  address: string,
  { cedula, password }: { cedula: string; password: string },
): Promise<void> => {
  await page.goto(`${address}/login/`);
  await page.fill('#cedula', cedula);
  await page.fill('#password', password);
  await page.click('main button[type=submit]');
  await page.waitForURL(`${address}/`);
};

/** Registers an invented person whom the simulator answers as these two digits say. */
export const register = async (page: Page, address: string, suffix: string): Promise<void> => {
  await page.goto(`${address}/register/`);
  await page.fill('#cedula', `${String(Date.now()).slice(-8)}${suffix}`.replace(/^0/, '1'));
  await page.fill('#nombre_completo', 'Ana Ejemplo');
  await page.fill('#phone', '3001234567');
  await page.fill('#password1', 'una-clave-larga');
  await page.fill('#password2', 'una-clave-larga');
  for (const box of ['data_policy_accepted', 'autoriza_consulta', 'autoriza_compartir'])
    await page.check(`#${box}`);
  await page.click('main button[type=submit]');
  await page.waitForURL(/\/\?aviso=bienvenida$/);
};
