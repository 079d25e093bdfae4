import { expect } from 'chai';
import type { Page } from 'playwright';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession, chooseNewPassword, loginByForm, phoneVisits } from '../support/pages/pages.ts';
import { heading, sound } from '../support/pages/sound.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin, type System } from '../support/system/system.ts';

const OLD = 'lampara rio queso monte';
const NEW = 'tulipan mesa nube tren';

const asAdmin = async (page: Page, { origin }: System): Promise<void> => {
  const client = createClient(origin);
  await client.login(admin);
  await adoptSession(page, origin, client.cookie());
};

inBothModes(
  'Where no codes are sent',
  null,
  (system) => {
    for (const { name, options } of phoneVisits) {
      const hasScripts = !('javaScriptEnabled' in options);
      it(`a LEADER asks, an ADMIN gives a link, and the person is in ${name}`, async () => {
        const { origin } = system();
        const leader = createClient(origin);
        const led = await leader.register({ cedula: newCedula(), password: OLD });
        await inDatabase(system(), `update accounts.users set role = 'LEADER' where id = $1`, [
          led.body.user.id,
        ]);
        const cedula = newCedula();
        const ref = led.body.user.referralCode;
        const person = await createClient(origin).register({ cedula, password: OLD, ref });

        const page = await openPage({ ...options, reducedMotion: 'reduce' });
        await page.goto(`${origin}/recuperar/`);
        await page.getByText('Este portal no envía códigos al celular.').waitFor();
        await sound(page, hasScripts);

        const led1 = await openPage({ ...options, reducedMotion: 'reduce' });
        await adoptSession(led1, origin, leader.cookie());
        await led1.goto(`${origin}/referido/${person.body.user.id}/`);
        await led1.getByText('No puede entrar a su cuenta').click();
        await led1.getByRole('button', { name: 'Pedir la recuperación' }).click();
        await led1.locator('#reason-error', { hasText: 'Escriba el motivo' }).waitFor();
        await sound(led1, hasScripts);
        await led1.getByLabel('Motivo').fill('Cambió de celular');
        await led1.getByRole('button', { name: 'Pedir la recuperación' }).click();
        await led1.getByText('La solicitud quedó hecha.').waitFor();

        const office = await openPage({ ...options, reducedMotion: 'reduce' });
        await asAdmin(office, system());
        await office.goto(`${origin}/admin/recuperaciones/`);
        await sound(office, hasScripts);
        const request = office.locator('article', { hasText: 'Cambió de celular' }).first();
        await request.getByLabel('Motivo').fill('La vi con su cédula');
        await request.getByRole('button', { name: 'Conceder' }).click();
        await heading(office, 'Enlace para una contraseña nueva');
        await sound(office, hasScripts);
        const link = await office.locator('#enlace').inputValue();
        expect(await office.content(), 'nobody is told by phone here').not.to.include('le avisa');
        await office.reload();
        await office.getByText('Esa petición ya se decidió').waitFor();

        await page.goto(link);
        await heading(page, 'Contraseña nueva');
        expect(page.url()).to.equal(`${origin}/recuperar/enlace/`);
        await page.getByText(`••${cedula.slice(-4)}`).waitFor();
        await sound(page, hasScripts);
        await chooseNewPassword(page, NEW, 'Guardar la contraseña');
        await loginByForm(page, origin, { cedula, password: NEW });
        for (const one of [page, led1, office]) await one.context().close();
      });

      it(`whoever’s cédula was registered by another claims it, and gets the account ${name}`, async () => {
        const { origin } = system();
        const cedula = newCedula();
        const squatter = createClient(origin);
        await squatter.register({ cedula, password: OLD, nombreCompleto: 'Otra Persona' });

        const page = await openPage({ ...options, reducedMotion: 'reduce' });
        await page.goto(`${origin}/register/`);
        await page.getByLabel('Cédula', { exact: true }).fill(cedula);
        await page.getByLabel('Nombre completo').fill('Eva Verdadera');
        await page.getByLabel('Celular').fill('301 999 8877');
        await page.getByLabel('Contraseña', { exact: true }).fill(NEW);
        await page.getByLabel('Repita la contraseña').fill(NEW);
        for (const box of await page.locator('main input[type=checkbox]').all()) await box.check();
        await page.getByRole('button', { name: 'Registrarme' }).click();
        await page.getByRole('link', { name: 'Diga que esta cédula es suya' }).click();
        await heading(page, 'Esta cédula es mía');
        await sound(page, hasScripts);
        await page.getByLabel('Cédula').fill(cedula);
        await page.getByLabel('Nombre completo').fill('Eva Verdadera');
        await page.getByLabel('Celular').fill('301 999 8877');
        await page.getByLabel('Cómo ubicarle').fill('Con mi líder');
        await page.getByRole('button', { name: 'Enviar' }).click();
        await page.locator('#pruebas-error', { hasText: 'Cuente' }).waitFor();
        await sound(page, hasScripts);
        await page.getByLabel('Qué puede mostrar').fill(`La cédula, expedida en Tunja ${cedula.slice(-4)}`);
        await page.getByRole('button', { name: 'Enviar' }).click();
        await page.getByText('Recibimos su solicitud.').waitFor();

        const office = await openPage({ ...options, reducedMotion: 'reduce' });
        await asAdmin(office, system());
        await office.goto(`${origin}/admin/recuperaciones/`);
        await sound(office, hasScripts);
        await office.getByText('alguien usa la cuenta').first().waitFor();
        await inDatabase(
          system(),
          `update accounts.claims set created_at = created_at - interval '3 days' where evidence like $1`,
          [`%Tunja ${cedula.slice(-4)}`],
        );
        const claim = office.locator('article', { hasText: `Tunja ${cedula.slice(-4)}` }).first();
        await claim.getByLabel('Motivo').fill('Mostró su cédula');
        await claim.getByRole('button', { name: 'Entregar la cuenta' }).click();
        await heading(office, 'Enlace para una contraseña nueva');
        const link = await office.locator('#enlace').inputValue();
        expect((await squatter.get('/me')).status, 'the former holder').to.equal(401);

        await page.goto(link);
        await chooseNewPassword(page, NEW, 'Guardar la contraseña');
        await page.getByLabel('Cédula').fill(cedula);
        await page.getByLabel('Contraseña').fill(NEW);
        await page.getByRole('button', { name: 'Ingresar' }).click();
        await page.getByText('Eva').first().waitFor();
        expect((await squatter.login({ cedula, password: OLD })).status).to.equal(401);
        for (const one of [page, office]) await one.context().close();
      });
    }
  },
  ['embedded'],
);
