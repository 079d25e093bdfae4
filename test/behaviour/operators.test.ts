import { expect } from 'chai';
import type { LookupsState } from '../../shared/contract/lookups.ts';
import type { SourceShapes } from '../../shared/contract/shapes.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

inBothModes(
  'Whoever operates the portal',
  {
    scrapers: 1,
    env: {
      ...{ CIRCUIT_THRESHOLD: '3', MAX_ATTEMPTS: '1' },
      ...{ OUTAGE_PEOPLE: '3', OUTAGE_OPEN_S: '1', OUTAGE_MAX_OPEN_S: '1' },
    },
  },
  (system, mode) => {
    let operator: Client;
    before(async () => {
      operator = createClient(system().origin);
      await operator.login(admin);
    });
    const state = async () => (await operator.get<LookupsState>('/admin/lookups')).body;
    const person = async (suffix: string) => {
      const client = createClient(system().origin);
      await client.register({ cedula: newCedula(suffix) });
      return client;
    };
    const held = (client: Client, reason: string) =>
      eventually(`a hold for ${reason}`, async () => {
        const view = await client.census();
        // Before there is a record it is told as well, but has no place in the queue.
        return view?.hold?.reason === reason && view.version > 0 ? view : null;
      });

    it('pauses lookups with a reason and resumes them; who waits is told, and loses nothing', async () => {
      expect((await operator.post('/admin/lookups/pause', { reason: '' })).status).to.equal(400);
      expect(
        (await operator.post('/admin/lookups/pause', { reason: 'Revisión de la noche' })).status,
      ).to.equal(204);
      const client = await person('00');

      const view = await held(client, 'paused');
      expect(view).to.deep.include({ status: 'PENDING', queue: { position: 1, expectedAt: null } });
      expect((await state()).pause?.reason).to.equal('Revisión de la noche');

      expect((await operator.post('/admin/lookups/resume', {})).status).to.equal(204);
      expect(await client.censusIn(['ACTIVE'])).to.deep.include({ attempt: 1, hold: null });
    });

    it('sees how the official page is made, and what is different while it refuses', async () => {
      const shapes = async () => (await operator.get<SourceShapes[]>('/admin/shapes')).body;
      const formOf = (all: SourceShapes[]) => all[0]?.parts.find(({ part }) => part === 'form');
      const good = await eventually('a shape that had an answer', async () => {
        const form = formOf(await shapes());
        return form?.today.lastGood == null ? null : form.today;
      });
      expect(good.text).to.contain('form#consultaForm');
      system().simulator.setOutage('blockPage');
      await person('00');
      const changed = await eventually('another shape', async () => {
        const form = formOf(await shapes());
        return form?.today.fingerprint === good.fingerprint ? null : form;
      });
      system().simulator.setOutage(null);
      expect([changed?.today.lastGood, changed?.good?.fingerprint]).to.deep.equal([null, good.fingerprint]);
    });

    it('sees lookups stop by themselves after refusals in a row, and lets one try again', async () => {
      const { simulator } = system();
      simulator.setOutage('blockPage');
      const clients = [await person('00'), await person('00'), await person('00')];
      for (const client of clients)
        expect(await held(client, 'blocked'), 'it is nobody’s fault').to.include({
          status: 'PENDING',
          attempt: 0,
        });

      const { lanes } = await state();
      expect(lanes).to.have.lengthOf(1);
      expect(lanes[0]).to.include({ name: 'directa', circuit: 'open', reason: 'blocked', refusals: 3 });

      simulator.setOutage(null);
      await operator.post('/admin/lookups/probe', {});
      for (const client of clients)
        expect(await client.censusIn(['ACTIVE'])).to.include({ attempt: 1, hold: null });
      expect((await state()).lanes[0]).to.include({ circuit: 'closed', refusals: 0 });
    });

    // How every kind of outage goes for fifty people is in test/long.
    it('needs no hand when the page falls down and is back: everybody waits, and each is asked once more', async () => {
      const { simulator } = system();
      simulator.setOutage('reset');
      const clients = [];
      for (let count = 0; count < 5; count += 1) clients.push(await person('00'));
      for (const client of clients)
        expect(await held(client, 'network')).to.deep.include({ status: 'PENDING', attempt: 0, error: null });

      const asked = simulator.lookups.length;
      simulator.setOutage(null);
      for (const client of clients)
        expect(await client.censusIn(['ACTIVE'])).to.deep.include({ attempt: 1, hold: null });
      expect(simulator.lookups.slice(asked), 'queries after the return').to.have.lengthOf(clients.length);
    });

    it('does all of that on a page, and nobody else may', async () => {
      const page = await openPage({ viewport: { width: 1280, height: 800 } });
      const { origin } = system();
      await page.goto(`${origin}/login/`);
      await page.getByLabel('Cédula').fill(admin.cedula);
      await page.getByLabel('Contraseña', { exact: true }).fill(admin.password);
      await page.getByRole('button', { name: 'Ingresar' }).click();
      await page.getByRole('link', { name: 'Consultas', exact: true }).click();
      await page.getByLabel('Motivo de la pausa').fill('Mantenimiento del servidor');
      await page.getByRole('button', { name: 'Pausar' }).click();
      await page.getByRole('heading', { name: 'Consultas en pausa' }).waitFor();
      await page.getByText('Mantenimiento del servidor').first().waitFor();
      await page.getByRole('button', { name: 'Reanudar' }).click();
      await page.getByText('Las consultas siguen.').waitFor();
      await page.context().close();

      const client = await person('00');
      for (const path of ['pause', 'resume', 'probe'])
        expect((await client.post(`/admin/lookups/${path}`, { reason: 'porque sí' })).status).to.equal(403);
      expect((await client.get('/admin/lookups')).status).to.equal(403);
      expect((await createClient(origin).get('/admin/lookups')).status).to.equal(401);
    });

    if (mode === 'embedded') return; // Its pace is kept in Postgres.

    it('sees the portal stay up without Redis: nobody leaves without a pace, and who waits is told so', async () => {
      const { servers } = system();
      if (servers === undefined) throw new Error('a distributed system has servers');
      await servers.redis.kill();
      const client = await person('00');

      const view = await held(client, 'no_pace');
      expect(view).to.deep.include({ status: 'PENDING', attempt: 0 });
      expect((await state()).workers.map(({ trouble }) => trouble)).to.deep.equal(['pace']);

      await servers.redis.start();
      expect(await client.censusIn(['ACTIVE'])).to.deep.include({ attempt: 1, hold: null });
    });
  },
);
