import { expect } from 'chai';
import type { Page } from 'playwright';
import type { User } from '../../shared/contract/accounts.ts';
import type { BatchView } from '../../shared/contract/batches.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

const PEOPLE = 12;

inBothModes('A refresh of many', 'eager', (system) => {
  let leader: Client;
  const ids: string[] = [];

  before('a leader with people who have their answers', async () => {
    leader = createClient(system().origin);
    const { referralCode } = (await leader.login(admin)).body.user;
    const clients = Array.from({ length: PEOPLE }, () => createClient(system().origin));
    for (const client of clients)
      ids.push((await client.register({ cedula: newCedula('00'), ref: referralCode })).body.user.id);
    for (const client of clients) await client.censusIn(['ACTIVE']);
  });

  const current = async () => (await leader.get<{ batch: BatchView | null }>('/batches/current')).body.batch;
  const over = () =>
    eventually('an end of the batch', async () => {
      const batch = await current();
      return batch?.finishedAt != null && batch.waiting === 0 ? batch : null;
    });
  /** The list of referrals of a leader whose browser runs no script. */
  const openList = async (): Promise<Page> => {
    const page = await openPage({ javaScriptEnabled: false });
    await page.goto(`${system().origin}/login/?next=/referidos/`);
    await page.getByLabel('Cédula').fill(admin.cedula);
    await page.getByLabel('Contraseña').fill(admin.password);
    await page.getByRole('button', { name: 'Ingresar' }).click();
    await page.getByRole('heading', { name: 'Referidos' }).waitFor();
    return page;
  };
  /** Nobody is looked up meanwhile: what a page shows stays. */
  const whilePaused = async (work: () => Promise<void>) => {
    expect((await leader.post('/admin/lookups/pause', { reason: 'Prueba' })).status).to.equal(204);
    await work().finally(() => leader.post('/admin/lookups/resume', {}));
  };
  /** A form that is sent by hand with the page's own token. */
  const send = async (page: Page, fields: [string, string][]) => {
    const _csrf = await page.locator('input[name=_csrf]').first().inputValue();
    return page.request.post(`${system().origin}/bulk-refresh/`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      data: new URLSearchParams([['_csrf', _csrf], ...fields]).toString(),
      maxRedirects: 0,
    });
  };

  it('is chosen, confirmed, seen after a reload and cancelled without JavaScript', async () => {
    const page = await openList();
    await whilePaused(async () => {
      // Who has an answer is not offered; to ask again is a step of its own, which says what it costs.
      expect(await page.getByRole('checkbox', { disabled: false }).count()).to.equal(0);
      const again = page.getByRole('button', { name: `Volver a consultar a las ${PEOPLE} personas` });
      await eventually('the list counts all answers', async () => {
        await page.reload();
        return (await again.count()) === 1;
      });
      await again.click();
      await page.getByRole('heading', { name: `¿Volver a consultar a ${PEOPLE} personas?` }).waitFor();
      await page.getByText(/a los demás líderes les toca más tarde/).waitFor();
      expect(await current(), 'nothing has begun yet').to.equal(null);
      await page.getByRole('button', { name: 'Sí, volver a consultar' }).click();
      await page.getByText('La actualización empezó').waitFor();

      await page.goto(`${system().origin}/referidos/`);
      await page.getByText(`0 de ${PEOPLE}`).waitFor();
      expect(await page.getByRole('progressbar', { name: /Avance/ }).getAttribute('max')).to.equal(
        String(PEOPLE),
      );
      await page.getByText('en pausa').first().waitFor();

      await page.getByRole('button', { name: 'Cancelar la actualización' }).click();
      await page.getByText(`Se actualizaron 0 de ${PEOPLE}.`).waitFor();
    });
    expect(await over()).to.deep.include({ total: PEOPLE, done: 0 });
    await page.context().close();
  });

  it('is of everybody whom the filter finds, and goes on until the last one', async () => {
    const page = await openList();
    const unasked = await send(page, [['todos', '1']]);
    expect(await unasked.text())
      .to.contain('ya tienen respuesta')
      .and.not.contain('Sí, consultar');

    const asked = await send(page, [
      ['con_respuesta', '1'],
      ['todos', '1'],
      ['status', 'encontrados'],
      ['q', 'Rosa'],
    ]);
    expect(await asked.text()).to.contain(`¿Volver a consultar a ${PEOPLE} personas?`);

    const begun = await send(page, [
      ...([
        ['con_respuesta', '1'],
        ['todos', '1'],
        ['status', 'encontrados'],
        ['q', 'Rosa'],
      ] as [string, string][]),
      ['confirmado', '1'],
    ]);
    expect(begun.headers().location).to.equal('/referidos/?aviso=masiva');

    expect(await over()).to.deep.include({ total: PEOPLE, done: PEOPLE, failed: 0, cancelledAt: null });
    await page.goto(`${system().origin}/referidos/`);
    await page.getByText(`${PEOPLE} de ${PEOPLE} · terminó`).waitFor();
    await page.context().close();
  });

  it('is told apart: nobody chosen, nobody possible, and more than fit', async () => {
    const page = await openList();
    expect((await send(page, [])).headers().location).to.equal('/referidos/?aviso=masiva-sin-elegir');

    const foreign = await send(page, [['ids', crypto.randomUUID()]]);
    expect(await foreign.text()).to.contain('Ninguna de las personas elegidas');

    const many = (count: number) =>
      Array.from({ length: count }, (): [string, string] => ['ids', crypto.randomUUID()]);
    expect((await send(page, many(500))).status(), 'as many as may be chosen').to.equal(200);
    for (const count of [501, 3_000]) {
      const refused = await send(page, many(count));
      expect(refused.status()).to.equal(413);
      expect(await refused.text()).to.contain('elija «todos»');
    }
    await page.context().close();
  });

  it('is there for programs: begun, followed and cancelled; and for nobody else', async () => {
    const added = await leader.post<{ batchId: string; queued: number }>('/batches', { ids });
    expect(added.status).to.equal(202);
    expect(added.body.queued).to.equal(PEOPLE);
    const other = createClient(system().origin);
    await other.register({ cedula: newCedula('00') });

    const cancel = `/batches/${added.body.batchId}/cancel`;
    expect((await other.post(cancel)).status).to.equal(404);
    expect((await leader.post('/batches/nada/cancel')).status).to.equal(404);
    expect((await leader.post(cancel)).status).to.equal(204);

    const ended = await over();
    expect(ended.cancelledAt).not.to.equal(null);
    expect(ended.done).to.be.below(PEOPLE);
    expect((await other.get('/batches/current')).body).to.deep.equal({ batch: null });
    expect((await createClient(system().origin).get('/batches/current')).status).to.equal(401);
    expect((await leader.post('/batches', { ids: [] })).status).to.equal(400);
  });

  it('by the older address is a batch as well, which names who is skipped', async () => {
    const missing = crypto.randomUUID();
    const { status, body } = await leader.post<{ queued: number; skipped: object[] }>('/referrals/refresh', {
      ids: [...ids.slice(0, 2), missing],
    });

    expect(status).to.equal(202);
    expect(body).to.deep.equal({ queued: 2, skipped: [{ id: missing, reason: 'not_allowed' }] });
    expect(await over()).to.deep.include({ total: 2, done: 2 });
  });

  it('tells a person and who leads them that another place was found', async () => {
    const person = createClient(system().origin);
    const { referralCode: ref } = (await leader.get<{ user: User }>('/me')).body.user;
    const { id } = (await person.register({ cedula: newCedula('13'), ref })).body.user;
    const pageOf = async (client: Client, path: string) =>
      (await fetch(system().origin + path, { headers: { cookie: client.cookie() } })).text();
    const before = await person.censusIn(['ACTIVE']);
    expect(await pageOf(person, '/')).not.to.include('Su puesto cambió');

    expect((await leader.post(`/referrals/${id}/refresh`)).status).to.equal(202);
    const after = await eventually('another place', async () => {
      const view = await person.census();
      return view?.move == null ? null : view;
    });
    const { answer } = before;
    expect(answer).to.deep.include(after.move?.from);
    expect(after.move).to.include({ isNews: true, isUnseen: true });
    expect(after.answer).not.to.deep.equal(answer);

    for (const path of ['/', '/perfil/'])
      expect(await pageOf(person, path)).to.include('Su puesto cambió: antes');
    expect((await person.census())?.move).to.include({ isNews: true, isUnseen: false });
    expect(await pageOf(person, '/perfil/')).to.include('Sus puestos anteriores');
    expect(await pageOf(person, '/mis-datos/')).to.include('Sus puestos de votación');
    expect(await pageOf(leader, `/referido/${id}/`)).to.include('El puesto cambió: antes');
    expect(await pageOf(leader, '/referidos/?sort=recent')).to.include('El puesto cambió: antes');
  });
});
