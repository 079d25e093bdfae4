import type { Page } from 'playwright';

/** Fills and sends the registration form as a person does. */
export const registerByForm = async (
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
  await page.getByLabel(/Acepto la/).check();
  await page.getByRole('button', { name: 'Registrarme' }).click();
};
