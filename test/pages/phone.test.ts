import { expect } from 'chai';
import type { Page } from 'playwright';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession, chooseNewPassword, loginByForm, phoneVisits } from '../support/pages/pages.ts';
import { heading, sound } from '../support/pages/sound.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { storePerson } from '../support/people/stored-person.ts';
import { startTelephones } from '../support/people/telephone.ts';
import { registerWithCode } from '../support/people/whole-life.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

const telephones = await startTelephones();
const OLD = 'lampara rio queso monte';
const NEW = 'tulipan mesa nube tren';

const wrong = (code: string): string => (code === '000000' ? '111111' : '000000');

/** Types a code and sends it. */
const giveCode = async (page: Page, code: string): Promise<void> => {
  await page.getByLabel('Código', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Confirmar' }).click();
};

inBothModes(
  'Where people are reached by their phone',
  { env: { ...telephones.env, SPACING_MS: '0' } },
  (system) => {
    after(() => telephones.close());

    for (const [n, { name, options }] of phoneVisits.entries()) {
      const hasScripts = !('javaScriptEnabled' in options);
      it(`somebody who forgot their password gets in again by a code ${name}`, async () => {
        const { origin } = system();
        const phone = `+5731188800${String(n).padStart(2, '0')}`;
        const cedula = newCedula();
        await storePerson(system(), { cedula, phone, password: OLD });
        const page = await openPage({ ...options, reducedMotion: 'reduce' });
        await page.goto(`${origin}/login/`);
        await page.getByRole('link', { name: 'Recupere su cuenta' }).click();
        await heading(page, 'Recuperar la cuenta');
        await sound(page, hasScripts);
        await page.getByLabel('Cédula').fill(cedula);
        await page.getByRole('button', { name: 'Enviarme un código' }).click();
        await heading(page, 'Escriba el código');
        await sound(page, hasScripts);
        expect(page.url(), 'the cédula stands in no address').not.to.include(cedula);
        // Neither a reload nor the way back asks whether to send the form again.
        expect((await page.reload())?.request().method()).to.equal('GET');
        expect((await page.goBack())?.request().method()).to.equal('GET');
        await page.goForward();
        expect(await page.getByLabel('Cédula').inputValue()).to.equal(cedula);

        const code = await telephones.codeTo(phone);
        await page.getByLabel('Código').fill(wrong(code));
        await page.getByLabel('Contraseña nueva', { exact: true }).fill(NEW);
        await page.getByLabel('Repita la contraseña nueva').fill(NEW);
        await page.getByRole('button', { name: 'Cambiar la contraseña' }).click();
        await page.locator('#code-error', { hasText: 'no es correcto' }).waitFor();
        await sound(page, hasScripts);
        await page.getByLabel('Código').fill(code);
        await chooseNewPassword(page, NEW, 'Cambiar la contraseña');
        await loginByForm(page, origin, { cedula, password: NEW });
        await page.context().close();
      });
    }

    for (const [n, { name, options }] of phoneVisits.entries()) {
      const hasScripts = !('javaScriptEnabled' in options);
      if (options.viewport.width > 390) continue;

      it(`a registration is three decisions and a code, of which the first may not come, ${name}`, async () => {
        const { origin } = system();
        const chief = createClient(origin);
        const ref = (await chief.login(admin)).body.user.referralCode;
        const cedula = newCedula('00');
        const phone = `+5731277700${String(n).padStart(2, '0')}`;
        const page = await openPage({ ...options, reducedMotion: 'reduce' });
        await page.goto(`${origin}/register/?ref=${ref}`);
        await page.getByLabel('Cédula', { exact: true }).fill(cedula);
        await page.getByLabel('Nombre completo').fill('Eloísa Inventada');
        await page.getByLabel('Celular').fill(phone);
        await page.getByLabel('Contraseña', { exact: true }).fill(NEW);
        await page.getByLabel('Repita la contraseña').fill(NEW);
        await page.getByLabel(/Acepto la/).check();
        await page.getByLabel(/Autorizo que consulten/).check();
        await page.getByRole('button', { name: 'Registrarme' }).click();

        await heading(page, 'Confirme su celular');
        await sound(page, hasScripts);
        const first = await telephones.codeTo(phone);
        await giveCode(page, wrong(first));
        await page.locator('#code-error', { hasText: 'no es el último que enviamos' }).waitFor();
        await sound(page, hasScripts);
        await page.getByRole('button', { name: 'Enviar otro código' }).click();
        await page.getByText('Puede pedir otro código en').waitFor();
        // As if they had waited; whoever left finds the page again.
        await inDatabase(
          system(),
          `update accounts.pending_registrations set sent_at = sent_at - interval '2 minutes' where cedula = $1`,
          [cedula],
        );
        await page.goto(`${origin}/register/codigo/`);
        await page.getByRole('button', { name: 'Enviar otro código' }).click();
        await page.getByText('Le enviamos un código').waitFor();
        const second = await telephones.codeTo(phone, 1);
        if (second !== first) {
          await giveCode(page, first);
          await page.locator('#code-error', { hasText: 'no es el último que enviamos' }).waitFor();
        }
        await giveCode(page, second);
        await page.getByText('Su registro quedó hecho').waitFor();

        await page.goto(`${origin}/mis-datos/autorizaciones/`);
        const card = (purpose: string) => page.locator(`#autorizacion-${purpose}`);
        await card('policy').getByText('Aceptada', { exact: true }).waitFor();
        await card('lookup').getByText('Autorizada', { exact: true }).waitFor();
        await card('sharing').getByText('No autorizada', { exact: true }).waitFor();
        const { body } = await chief.get<{ items: unknown[] }>(`/referrals?q=${cedula}`);
        expect(body.items, 'whoever invited sees nobody').to.deep.equal([]);
        await page.context().close();
      });

      it(`another phone counts once its code is given, and the one before is told, ${name}`, async () => {
        const { origin } = system();
        const [phone, next] = [
          `31366600${String(n).padStart(2, '0')}`,
          `31366611${String(n).padStart(2, '0')}`,
        ];
        const client = createClient(origin);
        await registerWithCode(client, telephones, { cedula: newCedula('00'), phone });
        const page = await openPage({ ...options, reducedMotion: 'reduce' });
        await adoptSession(page, origin, client.cookie());

        await page.goto(`${origin}/perfil/editar/`);
        await page.getByLabel('Celular').fill(next);
        await page.getByRole('button', { name: 'Guardar' }).click();
        await heading(page, 'Su celular');
        await page.getByRole('heading', { name: 'Confirme su nuevo celular' }).waitFor();
        await sound(page, hasScripts);
        await page.getByRole('button', { name: /^Enviarme un código/ }).click();
        const code = await telephones.codeTo(`+57${next}`);
        await giveCode(page, wrong(code));
        await page.locator('#code-error', { hasText: 'no es el último que enviamos' }).waitFor();
        await sound(page, hasScripts);
        await giveCode(page, code);
        await page.getByRole('heading', { name: 'Confirme su nuevo celular' }).waitFor({ state: 'detached' });
        const shown = (await page.locator('main dl', { hasText: 'Celular' }).innerText()).replaceAll(
          /[^0-9]/g,
          '',
        );
        expect(shown).to.include(next).and.not.include(phone);
        await telephones.textTo(`+57${phone}`, `terminado en ${next.slice(-2)}`);
        await page.context().close();
      });
    }
  },
  ['embedded'],
);
