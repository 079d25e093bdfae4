import type { Page } from 'playwright';

/** Far more than a machine needs that is busy for a moment. */
const TRIES = 20;

/**
 * Does it until somebody is inside, whom their home greets: a portal on a busy machine says that it is not available for a
 * moment, and a person tries again.
 */
const untilInside = async (page: Page, attempt: () => Promise<void>): Promise<void> => {
  const inside = page.getByRole('heading', { name: /^Hola, / });
  const away = page.getByRole('heading', { name: 'El portal no está disponible' });
  for (let tries = 0; tries < TRIES; tries += 1) {
    await attempt();
    await inside.or(away).waitFor();
    if (await inside.isVisible()) return;
  }
  throw new Error(`the portal was not available ${TRIES} times`);
};

/** Fills and sends the registration form as a person does, and waits for the home page. */
export const registerByForm = async (
  page: Page,
  origin: string,
  cedula: string,
  ref?: string,
): Promise<void> => {
  await untilInside(page, async () => {
    await fillRegistration(page, origin, cedula, ref);
    await page.getByRole('button', { name: 'Registrarme' }).click();
  });
};

/** The same, but for the last click. */
export const fillRegistration = async (
  page: Page,
  origin: string,
  cedula: string,
  ref?: string,
): Promise<void> => {
  await page.goto(`${origin}/register/${ref === undefined ? '' : `?ref=${ref}`}`);
  await page.getByLabel('Cédula', { exact: true }).fill(cedula);
  await page.getByLabel('Nombre completo').fill('Ana María Ñáñez');
  await page.getByLabel('Celular').fill('300 123 4567');
  await page.getByLabel('Contraseña', { exact: true }).fill('una-clave-larga');
  await page.getByLabel('Repita la contraseña').fill('una-clave-larga');
  for (const box of [/Acepto la/, /Autorizo que consulten/, /Autorizo compartir/])
    await page.getByLabel(box).check();
};

/** Logs in by the form, and waits for the home page. */
export const loginByForm = async (
  page: Page,
  origin: string,
  { cedula, password }: { cedula: string; password: string },
): Promise<void> => {
  await untilInside(page, async () => {
    await page.goto(`${origin}/login/`);
    await page.getByLabel('Cédula').fill(cedula);
    await page.getByLabel('Contraseña').fill(password);
    await page.getByRole('button', { name: 'Ingresar' }).click();
  });
};

/** Fills in and sends the form that ends a recovery. */
export const chooseNewPassword = async (page: Page, password: string, button: string): Promise<void> => {
  await page.getByLabel('Contraseña nueva', { exact: true }).fill(password);
  await page.getByLabel('Repita la contraseña nueva').fill(password);
  await page.getByRole('button', { name: button }).click();
  await page.getByText('Su contraseña cambió y se cerraron todas sus sesiones.').waitFor();
};

/** Opens the menu and logs out. */
export const logOut = async (page: Page): Promise<void> => {
  await page.getByText('Más', { exact: true }).click();
  await page.getByRole('button', { name: 'Salir' }).click();
  await page.getByRole('heading', { name: 'Ingresar' }).waitFor();
};

/** Reuses a program's session in a browser. */
export const adoptSession = async (page: Page, origin: string, cookie: string): Promise<void> => {
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url: origin };
  });
  await page.context().addCookies(cookies);
};

/** The widths and ways in which people use the portal. */
export const visits = [
  { name: 'on a phone', options: { viewport: { width: 390, height: 844 } } },
  { name: 'on a desktop', options: { viewport: { width: 1280, height: 800 } } },
  {
    name: 'on a phone without JavaScript',
    options: { viewport: { width: 390, height: 844 }, javaScriptEnabled: false },
  },
] as const;

/** Of a long way through many pages: a desktop's are wider and no different, which `accessibility` looks at. */
export const phoneVisits = visits.filter(({ name }) => name !== 'on a desktop');
