import { expect } from 'chai';
import type { Page } from 'playwright';
import { openPage } from '../support/pages/browser.ts';
import { newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

inBothModes(
  'The registration form',
  { env: { LIMIT_REGISTER: '600 ip=1/1000', PROOF_COST: '1000' } },
  (system) => {
    /** @returns what the page asked for */
    const fillIn = async (page: Page): Promise<string[]> => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${system().origin}/register/`);
      await page.locator('#cedula').fill(newCedula());
      await page.getByLabel('Nombre completo').fill('Ana Ñáñez');
      await page.getByLabel('Celular').fill('3001234567');
      await page.locator('#password1').fill('una-clave-larga');
      await page.locator('#password2').fill('una-clave-larga');
      await page.locator('#data_policy_accepted').check();
      return asked;
    };
    const scriptsOf = (asked: readonly string[]) => asked.filter((path) => path.includes('/assets/proof'));

    it('loads nothing for a proof below the usual rate, and proves itself above it without a tap more', async () => {
      const first = await openPage();
      const below = await fillIn(first);
      await first.getByRole('button', { name: 'Registrarme' }).click();
      await first.getByText('Su registro quedó hecho').waitFor();
      expect(scriptsOf(below)).to.deep.equal([]);

      const second = await openPage();
      const above = await fillIn(second);
      await second.getByRole('button', { name: 'Registrarme' }).click();
      await second.getByText('Su registro quedó hecho').waitFor();
      expect(scriptsOf(above)).not.to.deep.equal([]);
      await first.context().close();
      await second.context().close();
    });

    it('waits with what was typed where the proof cannot be made', async () => {
      const page = await openPage();
      await page.route('**/assets/proof*', (route) => route.abort());
      await fillIn(page);
      await page.getByRole('button', { name: 'Registrarme' }).click();
      await page.getByRole('alert').getByText('envíelo de nuevo en').waitFor();
      expect(await page.getByLabel('Nombre completo').inputValue()).to.equal('Ana Ñáñez');
      await page.getByText('Puede enviarlo desde las').waitFor();
      await page.context().close();
    });
  },
  ['embedded'],
);
