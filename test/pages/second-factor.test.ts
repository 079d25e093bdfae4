import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright';
import { axeProblems } from '../support/pages/axe.ts';
import { openPage } from '../support/pages/browser.ts';
import { htmlProblems } from '../support/pages/html.ts';
import { adoptSession, phoneVisits } from '../support/pages/pages.ts';
import { forgetCodes } from '../support/people/authenticator.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';

inBothModes(
  'A second factor, by the pages,',
  null,
  (system) => {
    const password = 'tulipan mesa nube rio';
    /** By name: an address of numbers has no passkeys. */
    const origin = () => system().origin.replace('127.0.0.1', 'localhost');
    let cedula: string;

    const heading = (page: Page, name: string | RegExp) =>
      page.getByRole('heading', { level: 1, name }).waitFor();
    const enterSecurity = async (page: Page): Promise<void> => {
      const client = createClient(origin());
      cedula = newCedula();
      await client.register({ cedula, password });
      await adoptSession(page, origin(), client.cookie());
      await page.goto(`${origin()}/perfil/seguridad/`);
    };
    const logIn = async (page: Page): Promise<void> => {
      await page.context().clearCookies();
      await page.goto(`${origin()}/login/?next=/perfil/`);
      await page.getByLabel('Cédula').fill(cedula);
      await page.getByLabel('Contraseña').fill(password);
      await page.getByRole('button', { name: 'Ingresar' }).click();
      await heading(page, 'Segundo paso');
    };
    const sound = async (page: Page): Promise<void> => {
      expect(await htmlProblems(await page.content())).to.deep.equal([]);
      expect(await axeProblems(page)).to.deep.equal([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await axeProblems(page, ['color-contrast'])).to.deep.equal([]);
      await page.emulateMedia({ colorScheme: 'light' });
    };

    for (const { name, options } of phoneVisits) {
      it(`is an app of codes ${name}, and recovery codes when the phone is lost`, async () => {
        const page = await openPage({ ...options, reducedMotion: 'reduce' });
        const hasScripts = !('javaScriptEnabled' in options);
        await enterSecurity(page);
        await page.getByRole('button', { name: 'Usar una aplicación de códigos' }).click();
        await heading(page, 'Aplicación de códigos');
        if (hasScripts) await sound(page);
        const secret = (await page.locator('p code').textContent()) ?? '';
        const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });

        await page.getByLabel('Código de la aplicación').fill('000000');
        await page.getByRole('button', { name: 'Activar' }).click();
        await page.locator('#code-error', { hasText: 'no es correcto' }).waitFor();
        expect(await page.locator('p code').textContent(), 'the same secret').to.equal(secret);
        await page.getByLabel('Código de la aplicación').fill(totp.generate());
        await page.getByRole('button', { name: 'Activar' }).click();
        await heading(page, 'Códigos de recuperación');
        const codes = await page.locator('.codes code').allTextContents();
        expect(new Set(codes).size).to.equal(10);
        if (hasScripts) await sound(page);
        await page.getByRole('link', { name: 'Ya los guardé' }).click();
        await page.getByText('Aplicación de códigos', { exact: true }).waitFor();

        await forgetCodes(system());
        await logIn(page);
        if (hasScripts) await sound(page);
        await page.getByLabel('Código', { exact: true }).fill('999999');
        await page.getByRole('button', { name: 'Ingresar', exact: true }).click();
        await page.locator('#code-error', { hasText: 'no es correcto' }).waitFor();
        await page.getByLabel('Código', { exact: true }).fill(codes[0] ?? '');
        await page.getByRole('button', { name: 'Ingresar', exact: true }).click();
        await heading(page, 'Mi perfil');
        await forgetCodes(system());
        await page.context().close();
      });
    }

    it('is a passkey of the device, which logs in and confirms without a code', async () => {
      const page = await openPage({ reducedMotion: 'reduce' });
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('WebAuthn.enable');
      await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
          ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
        },
      });
      await enterSecurity(page);
      await sound(page);
      await page.getByLabel('Nombre de la llave').fill('Mi celular');
      await page.getByRole('button', { name: 'Agregar una llave de acceso' }).click();
      await heading(page, 'Códigos de recuperación');

      await logIn(page);
      await page.getByRole('button', { name: 'Usar una llave de acceso' }).click();
      await heading(page, 'Mi perfil');

      await inDatabase(system(), `update accounts.sessions set proved_at = now() - interval '25 hours'`);
      await page.goto(`${origin()}/perfil/seguridad/`);
      await page.getByRole('button', { name: 'Quitar Mi celular' }).click();
      await heading(page, 'Confirme que es usted');
      await sound(page);
      await page.getByRole('button', { name: 'Usar una llave de acceso' }).click();
      await page.getByText('Quitamos ese segundo paso de su cuenta.').waitFor();
      await page.context().close();
    });

    it('says how strong a new password is while it is typed, and after it was sent without a script', async () => {
      const page = await openPage({ reducedMotion: 'reduce' });
      await page.goto(`${origin()}/register/`);
      await page.getByLabel('Nombre completo').fill('Rosa Quiñones');
      const field = page.getByLabel('Contraseña', { exact: true });
      const button = page.getByRole('button', { name: 'Registrarme' });
      // In the document, wherever the page was scrolled to.
      const topOf = () =>
        button.evaluate(
          (shown) => shown.getBoundingClientRect().top + (shown.ownerDocument.defaultView?.scrollY ?? 0),
        );
      const top = await topOf();
      await field.fill('rosaquinones');
      await page.locator('[data-strength] small', { hasText: /adivinar/ }).waitFor();
      // Nothing moves away below a finger.
      expect(await topOf()).to.equal(top);
      await field.fill(password);
      await page.locator('[data-strength] small', { hasText: 'Muy buena' }).waitFor();
      await sound(page);
      await page.context().close();

      const plain = await openPage({ javaScriptEnabled: false });
      await plain.goto(`${origin()}/register/`);
      await plain.getByLabel('Contraseña', { exact: true }).fill('Colombia2026');
      await plain.getByLabel('Repita la contraseña', { exact: true }).fill('Colombia2026');
      await plain.getByRole('button', { name: 'Registrarme' }).click();
      await plain.locator('[data-strength] meter').waitFor();
      await plain.context().close();
    });
  },
  ['embedded'],
);
