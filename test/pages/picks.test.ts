import { expect } from 'chai';
import { openPage } from '../support/pages/browser.ts';
import { frameFor, htmlOf, ORIGIN, servePages } from '../support/pages/rendered.ts';
import { listOf, referredWith, somebody } from '../support/pages/samples.ts';

const failure = { status: 'TIMEOUT', error: { code: 'timeout', message: 'No respondió.' } } as const;
const list = listOf([
  referredWith({ nombreCompleto: 'Ana Fallida' }, failure),
  referredWith({ nombreCompleto: 'Luz Fallida' }, failure),
  referredWith({ nombreCompleto: 'Eva Respondida' }),
]);

describe('Choosing many in a list', () => {
  it('counts what is chosen, and offers nobody who has an answer', async () => {
    const page = await openPage();
    const frame = frameFor({ user: somebody({ role: 'LEADER' }), path: '/referidos/' });
    await servePages(page, ({ pathname }) =>
      pathname === '/' ? htmlOf('referrals/list', list, frame) : null,
    );
    await page.goto(ORIGIN);

    await page.getByRole('button', { name: 'Consultar los 18 sin respuesta' }).waitFor();
    await page.getByRole('checkbox', { name: 'Elegir a Ana Fallida' }).check();
    await page.getByText('1 elegida', { exact: true }).waitFor();
    await page.getByLabel('Elegir en esta página a quienes no tienen respuesta').check();
    await page.getByText('2 elegidas').waitFor();
    expect(await page.getByRole('checkbox', { name: /Eva/ }).isDisabled()).to.equal(true);
    await page
      .getByRole('button', { name: 'Volver a consultar a las 246 personas que ya tienen respuesta' })
      .waitFor();
    await page.context().close();
  });
});
