import { expect } from 'chai';
import type { DeadLetters } from '../../shared/contract/dead-letters.ts';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { withDatabaseOf } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

inBothModes('An event', 'eager', (system, mode) => {
  it('that cannot be handled is put aside, holds nobody up, and is handled when it is handed out again', async () => {
    const cedula = newCedula('00');
    await withDatabaseOf(system(), (client) =>
      client.query(`alter table census.records add constraint fault check (cedula <> '${cedula}')`),
    );
    const unlucky = createClient(system().origin);
    await unlucky.register({ cedula });
    const next = createClient(system().origin);
    await next.register({ cedula: newCedula('00') });

    await next.censusIn(['ACTIVE']);
    expect(await unlucky.census()).to.include({ status: 'PENDING', version: 0 });

    const operator = createClient(system().origin);
    await operator.login(admin);
    const letters = async () => (await operator.get<DeadLetters>('/admin/dead-letters')).body;
    // Who came next may have been found by the look for what no event told, while this one is still tried.
    const { items } = await eventually('it is put aside', async () => {
      const found = await letters();
      return found.total === 0 ? null : found;
    });
    expect(items).to.have.length(1);
    expect(items[0]).to.include({ event: 'user.registered', tries: 4 });
    expect(JSON.stringify(items)).not.to.include(cedula);
    const page = await fetch(`${system().origin}/admin/consultas/`, {
      headers: { cookie: operator.cookie() },
    });
    const html = await page.text();
    expect(html).to.include('Eventos apartados').and.include('Volver a entregar').and.not.include(cedula);

    expect((await operator.post('/admin/dead-letters/redrive', { ids: 'all' })).body).to.deep.equal({
      handled: 0,
      failed: 1,
    });
    await withDatabaseOf(system(), (client) =>
      client.query('alter table census.records drop constraint fault'),
    );
    expect((await operator.post('/admin/dead-letters/redrive', { ids: [items[0]?.id] })).body).to.deep.equal({
      handled: 1,
      failed: 0,
    });
    await unlucky.censusIn(['ACTIVE']);
    expect(await letters()).to.deep.equal({ total: 0, items: [] });

    expect((await operator.post('/admin/dead-letters/redrive', { ids: 'some' })).status).to.equal(400);
    expect((await unlucky.get('/admin/dead-letters')).status).to.equal(403);
    expect((await unlucky.post('/admin/dead-letters/redrive', { ids: 'all' })).status).to.equal(403);
  });

  if (mode === 'embedded') return; // Without a broker there is none to lose.

  it('that was not published when NATS went away waits in the outbox, and the lookup follows when it is back', async () => {
    const { servers, origin } = system();
    if (servers === undefined) throw new Error('a distributed system has servers');
    const person = createClient(origin);
    await withDatabaseOf(system(), async (client) => {
      // As another relay at work would: the event stays where it is until we let go.
      await client.query(`select pg_advisory_lock(hashtext('censo.outbox.accounts'))`);
      expect((await person.register({ cedula: newCedula('00') })).status).to.equal(201);
      await servers.nats.kill();
      try {
        await client.query(`select pg_advisory_unlock(hashtext('censo.outbox.accounts'))`);

        const { rows } = await client.query('select 1 from accounts.outbox');
        expect(rows.length, 'what was committed is kept').to.be.at.least(1);
      } finally {
        // Others use it as well.
        await servers.nats.start();
      }
    });
    await person.censusIn(['ACTIVE']);
  });
});
