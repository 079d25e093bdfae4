import { expect } from 'chai';
import pLimit from 'p-limit';
import type { Page } from 'playwright';
import { placeFor } from '../../services/simulator/endings/place.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession, fillRegistration, logOut, registerByForm } from '../support/pages/pages.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

/** Takes the page's own second look away, so that only the stream can bring an answer. */
const ONLY_STREAM = 'window.setInterval = () => 0';

/** Counts the documents that a page loads, so that a test can say that there was no reload. */
const countLoads = (page: Page): (() => number) => {
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  return () => loads;
};

inBothModes('A person registers and watches', null, (system) => {
  /** @param enter how they register: by the form, as a person, or as a program does, whose session a browser goes on with */
  const watchProfile = async (
    suffix: string,
    enter: (page: Page, cedula: string) => Promise<void> = asProgram,
  ): Promise<{ page: Page; cedula: string; loads: () => number }> => {
    const page = await openPage();
    await page.addInitScript(ONLY_STREAM);
    const cedula = newCedula(suffix);
    await enter(page, cedula);
    await page.goto(`${system().origin}/perfil/`);
    const loads = countLoads(page);
    return { page, cedula, loads };
  };
  const asProgram = async (page: Page, cedula: string): Promise<void> => {
    const client = createClient(system().origin);
    await client.register({ cedula });
    await adoptSession(page, system().origin, client.cookie());
  };

  it('sees «Verificando» and then the voting place with all five fields, without a reload', async () => {
    const release = system().simulator.hold();
    const { page, cedula, loads } = await watchProfile('00', (page, cedula) =>
      registerByForm(page, system().origin, cedula),
    );
    await page.getByText('Verificando').waitFor();
    release();
    await page.getByText('Cédula habilitada para votar', { exact: true }).waitFor();
    const place = placeFor(cedula);
    const shown = await page.locator('[data-card] dd').allTextContents();
    expect(shown).to.deep.equal([
      place.puesto,
      place.mesa,
      place.direccion,
      place.municipio,
      place.departamento,
    ]);
    expect(loads()).to.equal(0);
    await page.context().close();
  });

  const cases = [
    { suffix: '01', title: 'Cédula cancelada', detail: 'Cancelada por Muerte' },
    { suffix: '02', title: 'Cédula con novedad', detail: 'Cancelada por Doble Cedulación' },
    { suffix: '03', title: 'No está en el censo electoral', detail: 'Puede inscribirla' },
    { suffix: '04', title: 'Consulta bloqueada', detail: 'rechazó la consulta' },
    { suffix: '06', title: 'No pudimos consultar', detail: 'actualizando la información' },
    { suffix: '09', title: 'No pudimos consultar', detail: 'no corresponden a su cédula' },
  ];
  describe('whatever the answer is', () => {
    /** Everybody registers before anybody watches, so that the tests do not wait for each other's lookups. */
    const watched = new Map<string, Awaited<ReturnType<typeof watchProfile>>>();
    before(async () => {
      const suffixes = ['05', '08', ...cases.map(({ suffix }) => suffix)];
      // Eight browsers at a time would be the machine's own flood.
      const two = pLimit(2);
      await Promise.all(
        suffixes.map((suffix) => two(async () => watched.set(suffix, await watchProfile(suffix)))),
      );
    });
    after(() => Promise.all([...watched.values()].map(({ page }) => page.context().close())));
    const watchedBy = (suffix: string) => {
      const found = watched.get(suffix);
      if (found === undefined) throw new Error(`nobody with ${suffix}`);
      return found;
    };

    for (const { suffix, title, detail } of cases) {
      it(`sees «${title}» (${detail}) for an answer of kind ${suffix}, without a reload`, async () => {
        const { page, loads } = watchedBy(suffix);
        await page.locator('[data-card]').getByText(title).waitFor();
        await page.locator('[data-card]').getByText(detail).waitFor();
        expect(loads()).to.equal(0);
      });
    }

    it('gets the answer by itself when the first attempt fails', async () => {
      const { page } = watchedBy('08');
      await page.locator('[data-card]').getByText('Cédula habilitada para votar').waitFor();
    });

    it('is told that a page that never answers took too long, and what happens next', async () => {
      const { page } = watchedBy('05');
      await page.getByText('La consulta tardó demasiado').waitFor();
      await page.getByText(/Lo intentaremos de nuevo|puede pedir una nueva consulta/).waitFor();
    });
  });

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? 'with' : 'without';
    it(`is registered once and inside after two taps, ${how} JavaScript`, async () => {
      const page = await openPage({ javaScriptEnabled });
      await fillRegistration(page, system().origin, newCedula('00'));
      await page.getByRole('button', { name: 'Registrarme' }).dblclick({ delay: 20 });
      await page.getByRole('heading', { name: 'Hola, Ana' }).waitFor();

      await page.goto(`${system().origin}/cambiar-password/`);
      await page.getByLabel('Contraseña actual').fill('una-clave-larga');
      await page.getByLabel('Contraseña nueva', { exact: true }).fill('otra-clave-larga');
      await page.getByLabel('Repita la contraseña nueva').fill('otra-clave-larga');
      await page.getByRole('button', { name: 'Cambiar contraseña' }).dblclick({ delay: 20 });
      await page.getByText('Su contraseña cambió.').waitFor();
      await page.context().close();
    });
  }

  it('sees on every page that the data are simulated', async () => {
    const { page } = await watchProfile('00');
    for (const path of ['/', '/perfil/', '/referidos/', '/no-existe/', '/politica-de-datos/']) {
      await page.goto(system().origin + path);
      expect(await page.getByText('Datos simulados.').isVisible(), path).to.equal(true);
    }
    await page.context().close();
  });

  it('can do everything without JavaScript, reloading instead', async () => {
    const page = await openPage({ javaScriptEnabled: false });
    await registerByForm(page, system().origin, newCedula('00'));
    await page.goto(`${system().origin}/perfil/`);
    await eventually('an answer without JavaScript', async () => {
      await page.reload();
      return page.getByText('Cédula habilitada para votar', { exact: true }).isVisible();
    });
    await logOut(page);
    await page.context().close();
  });
});
