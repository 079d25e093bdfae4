import { expect } from 'chai';
import type { Page } from 'playwright';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession } from '../support/pages/pages.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

/** Nobody needs more steps than this to get anywhere on a page. */
const MOST_TABS = 80;

/** In the page: what has the focus, as `BUTTON Guardar` or `INPUT` and its label. */
const WHERE = `(() => {
  const element = document.activeElement;
  const label = element?.labels?.[0]?.textContent;
  const words = element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '';
  return (element?.tagName + ' ' + words).replace(/\\s+/g, ' ').trim();
})()`;
const SEEN = `(() => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
})()`;

/** Somebody who has no mouse: every step is a key. */
const keyboardOf = (page: Page) => {
  const focused = () => page.evaluate<string>(WHERE);
  return {
    /** Goes on with the tabulator until the focus is where somebody wants to be. */
    async to(what: RegExp): Promise<void> {
      const passed: string[] = [];
      for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
        await page.keyboard.press('Tab');
        const here = await focused();
        if (what.test(here)) return;
        passed.push(here);
      }
      throw new Error(`the tabulator does not lead to ${what}; it passed ${passed.join(' | ')}`);
    },
    type: (text: string) => page.keyboard.type(text),
    press: (key: 'Enter' | 'Space' | 'Escape') => page.keyboard.press(key),
    /** Whether the focus can be seen: an outline or a shadow that the element has not otherwise. */
    isFocusSeen: () => page.evaluate<boolean>(SEEN),
  };
};

inBothModes(
  'Without a mouse',
  null,
  (system) => {
    const at = (path: string) => system().origin + path;

    it('somebody registers, mends a mistake, and opens and closes the menu', async () => {
      const page = await openPage();
      const keys = keyboardOf(page);
      await page.goto(at('/register/'));
      await page.keyboard.press('Tab');
      await page.getByRole('link', { name: 'Saltar al contenido' }).and(page.locator(':focus')).waitFor();
      await keys.press('Enter');
      await keys.to(/^INPUT Cédula$/);
      expect(await keys.isFocusSeen()).to.equal(true);
      await keys.type('12');
      await keys.to(/^INPUT Nombre completo/);
      await keys.type('Ana María');
      await keys.to(/^INPUT Celular/);
      await keys.type('3001234567');
      await keys.to(/^INPUT Contraseña$/);
      await keys.type('una-clave-larga');
      await keys.to(/^INPUT Repita/);
      await keys.type('una-clave-larga');
      await keys.to(/^INPUT Acepto la/);
      await keys.press('Space');
      await keys.to(/^BUTTON Registrarme/);
      expect(await keys.isFocusSeen()).to.equal(true);
      await keys.press('Enter');
      await page.locator('#cedula:focus').waitFor();
      await page.keyboard.press('Control+A');
      await keys.type(newCedula('00'));
      await keys.press('Enter');
      await page.getByRole('heading', { name: 'Hola, Ana' }).waitFor();

      await keys.to(/^SUMMARY Más/);
      expect(await keys.isFocusSeen()).to.equal(true);
      await keys.press('Enter');
      await page.getByRole('button', { name: 'Salir' }).waitFor();
      await keys.press('Escape');
      expect(await page.getByRole('button', { name: 'Salir' }).isVisible()).to.equal(false);
      expect(await page.locator('summary:focus').innerText()).to.include('Más');
      await page.context().close();
    });

    it('a leader narrows the list, opens a detail, and refreshes many', async () => {
      const leader = createClient(system().origin);
      const { referralCode: ref } = (await leader.login(admin)).body.user;
      const surname = 'Teclado Inventado';
      const person = createClient(system().origin);
      await person.register({ cedula: newCedula('00'), nombreCompleto: `Rosa ${surname}`, ref });
      await person.censusIn(['ACTIVE']);
      // Asked of the API, which costs less than to look at the pages again and again.
      await eventually('the wait after her answer is over', async () => {
        const view = await person.census();
        return view?.refreshableAt === null;
      });
      const page = await openPage({ viewport: { width: 1280, height: 800 } });
      await adoptSession(page, system().origin, leader.cookie());
      const keys = keyboardOf(page);
      await page.goto(at('/referidos/'));

      await keys.to(/^INPUT Buscar/);
      await keys.type(surname.toUpperCase());
      await keys.press('Enter');
      await page.waitForURL(/q=/);
      await keys.to(/^SUMMARY Detalle de Rosa/);
      expect(await keys.isFocusSeen()).to.equal(true);
      await keys.press('Enter');
      await page.getByText('Abrir la página completa').waitFor();

      const again = page.getByRole('button', { name: 'Volver a consultar a la persona' });
      await eventually('the list counts her answer', async () => {
        await page.reload();
        return (await again.count()) === 1;
      });
      await keys.to(/^BUTTON Volver a consultar/);
      expect(await keys.isFocusSeen()).to.equal(true);
      const question = page.getByRole('heading', { name: /¿Volver a consultar a/ });
      await eventually('she may be asked for again', async () => {
        await page.goto(at(`/referidos/?q=${encodeURIComponent(surname)}`));
        await again.press('Enter');
        await page.waitForURL(/bulk-refresh/);
        return (await question.count()) === 1;
      });
      await keys.to(/^BUTTON Sí, volver/);
      await keys.press('Enter');
      await page.getByText(/La actualización empezó|Ninguna de las personas/).waitFor();
      await page.context().close();
    });
  },
  ['embedded'],
);
