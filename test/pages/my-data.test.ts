import { expect } from 'chai';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession } from '../support/pages/pages.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

for (const javaScriptEnabled of [true, false])
  inBothModes(
    `A person’s data on a telephone, ${javaScriptEnabled ? 'with' : 'without'} JavaScript,`,
    null,
    (system) => {
      const at = (path: string) => `${system().origin}${path}`;
      const open = async (cookie: string, viewport = { width: 390, height: 844 }) => {
        const page = await openPage({ viewport, javaScriptEnabled });
        await adoptSession(page, system().origin, cookie);
        return page;
      };

      it('are two taps away, seen, taken, put right, and asked about', async () => {
        const leader = createClient(system().origin);
        const { user } = (await leader.register({ cedula: newCedula('00'), nombreCompleto: 'Lidia Otra' }))
          .body;
        const person = createClient(system().origin);
        await person.register({ cedula: newCedula('00'), nombreCompleto: 'Rosa Telefonista' });
        await person.censusIn(['ACTIVE']);
        const page = await open(person.cookie());

        await page.goto(at('/estado/'));
        await page.getByText('Más', { exact: true }).click();
        await page.getByRole('link', { name: 'Mis datos' }).click();
        await page.getByRole('heading', { name: 'Mis datos', level: 1 }).waitFor();
        await page.getByText('Habilitada para votar').first().waitFor();

        await page.getByRole('link', { name: /^Descargar/ }).click();
        for (const name of ['Para leer (HTML)', 'Para programas (JSON)']) {
          const [download] = await Promise.all([
            page.waitForEvent('download'),
            page.getByRole('link', { name }).click(),
          ]);
          expect(await download.failure()).to.equal(null);
          expect(download.suggestedFilename()).to.match(/^mis-datos-[\d-]+\.(html|json)$/);
        }

        await page.goto(at('/mis-datos/corregir/'));
        await page.getByLabel('Me invitó otra persona').fill('no es un código');
        await page.getByRole('button', { name: 'Corregir' }).click();
        await page.getByRole('alert').waitFor();
        await page.getByLabel('Me invitó otra persona').fill(user.referralCode);
        await page.getByRole('button', { name: 'Corregir' }).click();
        await page.getByText('le invitó Lidia').waitFor();

        await page.goto(at('/mis-datos/'));
        await page.getByRole('link', { name: /^Solicitar/ }).click();
        await page.getByLabel('Qué pide').fill('¿Con quién comparten mis datos?');
        await page.getByRole('button', { name: 'Enviar' }).click();
        await page.getByText('Recibimos su solicitud').waitFor();
        await page.getByText('Por responder').waitFor();
        await page.context().close();
      });

      it('are answered for by who administers', async () => {
        const name = `Rita ${javaScriptEnabled ? 'Veloz' : 'Sencilla'}`;
        const person = createClient(system().origin);
        await person.register({ cedula: newCedula('00'), nombreCompleto: name });
        const text = `Mi cédula está mal escrita (${javaScriptEnabled})`;
        await person.post('/me/requests', { kind: 'reclamo', topic: 'correccion', text });
        const chief = createClient(system().origin);
        await chief.login(admin);
        const page = await open(chief.cookie());

        await page.goto(at('/admin/solicitudes/'));
        await page
          .getByRole('row', { name: new RegExp(name) })
          .getByRole('link')
          .click();
        await page.getByText(text).waitFor();
        await page.getByRole('link', { name }).click();
        await page.getByText('Corregir la cédula', { exact: true }).first().click();
        await page.getByLabel('Cédula correcta').fill(newCedula('03'));
        await page.getByLabel('Motivo para corregir la cédula').fill('Mostró su documento');
        await page.getByRole('button', { name: 'Corregir la cédula' }).click();
        await page.getByText('La corrección quedó hecha').waitFor();

        await page.goto(at('/admin/solicitudes/'));
        await page
          .getByRole('row', { name: new RegExp(name) })
          .getByRole('link')
          .click();
        await page.getByLabel('Qué se respondió').fill('Ya está corregida.');
        await page.getByRole('button', { name: 'Guardar la respuesta' }).click();
        await page.getByText('La respuesta quedó guardada').waitFor();
        await page.context().close();
        const { body } = await person.get<{ items: { answer: { text: string } }[] }>('/me/requests');
        expect(body.items[0]?.answer.text).to.equal('Ya está corregida.');
      });
    },
  );
