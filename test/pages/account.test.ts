import { expect } from 'chai';
import type { Page } from 'playwright';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession, phoneVisits, registerByForm, visits } from '../support/pages/pages.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

inBothModes(
  'A person’s own pages',
  null,
  (system) => {
    const at = (path: string) => system().origin + path;
    const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 });

    it('show on a pressed button that it works, send once, and are as before when the browser brings them back', async () => {
      const page = await openPage();
      // Counts what would leave, and keeps it here.
      await page.addInitScript(`window.sent = 0; addEventListener('submit', (event) => {
        if (!event.defaultPrevented) window.sent += 1;
        event.preventDefault();
      })`);
      await page.goto(at('/login/'));
      await page.getByLabel('Cédula').fill(newCedula());
      await page.getByLabel('Contraseña').fill('una-clave-larga');
      const button = page.getByRole('button', { name: 'Ingresar' });

      await button.click();
      await button.dispatchEvent('click');
      await button.press('Enter');
      expect(await button.getAttribute('aria-busy')).to.equal('true');
      expect(await button.isEnabled()).to.equal(true);
      expect(await page.evaluate('window.sent')).to.equal(1);

      await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
      expect(await button.getAttribute('aria-busy')).to.equal(null);
      await button.click();
      expect(await page.evaluate('window.sent')).to.equal(2);
      await page.context().close();
    });

    for (const { name, options } of visits) {
      it(`register, log in at once, and show the link to invite with others ways to send it, ${name}`, async () => {
        const page = await openPage(options);
        await registerByForm(page, system().origin, newCedula('00'));
        await heading(page, 'Hola, Ana').waitFor();
        const link = await page.getByLabel('Su enlace para invitar').inputValue();
        expect(link).to.match(/^http.+\/register\/\?ref=\w+$/);
        const whatsapp = await page
          .locator('.share')
          .getByRole('link', { name: 'WhatsApp' })
          .getAttribute('href');
        expect(decodeURIComponent(whatsapp ?? '')).to.include(link);
        await page.getByText('Código QR', { exact: true }).click();
        await page.getByRole('img', { name: /Código QR/ }).waitFor();
        await page.context().close();
      });
    }

    for (const { name, options } of phoneVisits) {
      describe(name, () => {
        let page: Page;
        beforeEach(async () => {
          page = await openPage(options);
        });
        afterEach(() => page.context().close());
        const loggedIn = async (suffix = '00') => {
          const client = createClient(system().origin);
          await client.register({ cedula: newCedula(suffix) });
          await adoptSession(page, system().origin, client.cookie());
          return client;
        };

        it('say what is wrong beside each field of the registration, in the same words, and keep the rest', async () => {
          await page.goto(at('/register/'));
          await page.getByLabel('Cédula', { exact: true }).fill('12');
          await page.getByLabel('Nombre completo').fill('Ana 2');
          await page.getByLabel('Celular').fill('300');
          await page.getByLabel('Contraseña', { exact: true }).fill('1234');
          await page.getByLabel('Repita la contraseña').fill('1234');
          await page.getByRole('button', { name: 'Registrarme' }).click();

          for (const [field, problem] of [
            ['cedula', 'La cédula debe tener de 6 a 10 dígitos.'],
            ['nombre_completo', 'Use solo letras, espacios, guion, apóstrofo y el punto de una abreviatura.'],
            [
              'phone',
              'El celular debe tener 10 dígitos. Si es de otro país, escriba + y el código del país.',
            ],
            ['password1', 'Use al menos 8 caracteres.'],
            ['data_policy_accepted', 'Debe aceptar la política de tratamiento de datos para registrarse.'],
          ]) {
            await page.locator(`#${field}-error`, { hasText: problem as string }).waitFor();
            expect(await page.locator(`#${field}`).getAttribute('aria-invalid'), field).to.equal('true');
          }
          expect(await page.locator('#nombre_completo').inputValue()).to.equal('Ana 2');
        });

        it('edit name, phone and goal, and keep what was typed when it is refused', async () => {
          await loggedIn();
          await page.goto(at('/perfil/editar/'));
          await page.getByLabel('Mi meta de referidos').fill('0');
          await page.getByLabel('Nombre completo').fill('Rosa Elvira Prueba');
          await page.getByRole('button', { name: 'Guardar' }).click();
          await page.locator('#referral_goal-error', { hasText: 'de 1 a 100.000' }).waitFor();
          expect(await page.getByLabel('Nombre completo').inputValue()).to.equal('Rosa Elvira Prueba');

          await page.getByLabel('Mi meta de referidos').fill('1.500');
          await page.getByLabel('Celular').fill('+57 310 000 1122');
          await page.getByRole('button', { name: 'Guardar' }).click();
          await page.getByText('Sus datos quedaron guardados.').waitFor();
          for (const shown of ['Rosa Elvira Prueba', '310 000 1122', '1.500 referidos'])
            await page.getByText(shown, { exact: true }).waitFor();
        });

        it('show the place with a map and directions', async () => {
          const client = await loggedIn();
          const { answer } = await client.censusIn(['ACTIVE']);
          const puesto = answer?.kind === 'active' ? answer.puesto : '';
          expect(puesto).not.to.equal('');
          await page.goto(at('/perfil/'));
          for (const name of ['Ver en el mapa', 'Cómo llegar']) {
            const href = await page.getByRole('link', { name }).getAttribute('href');
            expect(decodeURIComponent(href ?? '')).to.include(puesto);
          }
        });

        it('tell how the service is', async () => {
          const client = await loggedIn();
          await client.censusIn(['ACTIVE']);
          await page.goto(at('/estado/'));
          await heading(page, 'Estado del servicio').waitFor();
          await page.getByText('Espera si se registra ahora').waitFor();
          expect(await page.locator('dl').innerText()).to.match(/Última respuesta\s+hoy a las/);
        });
      });
    }

    it('show and hide a password, and hide it again before it is sent', async () => {
      const page = await openPage();
      await page.goto(at('/login/'));
      const field = page.getByLabel('Contraseña');
      await field.fill('una-clave-larga');
      await page.getByRole('button', { name: 'Mostrar lo escrito' }).click();
      expect(await field.getAttribute('type')).to.equal('text');
      await page.getByRole('button', { name: 'Ocultar lo escrito' }).click();
      expect(await field.getAttribute('type')).to.equal('password');
      await page.context().close();
    });

    it('send nothing that the browser knows to be wrong, and lead to the first mistake', async () => {
      const page = await openPage();
      const posts: string[] = [];
      page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
      await page.goto(at('/register/'));
      await page.getByLabel('Cédula', { exact: true }).fill('1.020.304.050');
      await page.getByLabel('Celular').fill('300');
      await page.getByLabel('Nombre completo').focus();
      await page.locator('#phone-error', { hasText: '10 dígitos' }).waitFor();
      await page.getByRole('button', { name: 'Registrarme' }).click();
      expect(await page.locator(':focus').getAttribute('name')).to.equal('nombre_completo');
      await page.getByLabel('Celular').fill('3001234567');
      expect(await page.locator('#phone-error').innerText()).to.equal('');
      expect(posts).to.deep.equal([]);
      await page.context().close();
    });
  },
  ['embedded'],
);
