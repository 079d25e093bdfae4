import { expect } from 'chai';
import type { OwnRequest } from '../../shared/contract/requests.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

inBothModes('Whoever means harm with requests about data', 'attacked', (system) => {
  let thief: Client;
  let victim: Client;
  let request: OwnRequest;
  before(async () => {
    thief = createClient(system().origin);
    victim = createClient(system().origin);
    await thief.register({ cedula: newCedula('00'), nombreCompleto: 'Tomás Ladrón' });
    await victim.register({ cedula: newCedula('00'), nombreCompleto: 'Vera Víctima' });
    const asked = { kind: 'consulta', topic: 'datos', text: 'Un secreto de Vera' };
    request = (await victim.post<OwnRequest>('/me/requests', asked)).body;
  });

  it('reads, answers and extends nobody’s, by whatever address', async () => {
    const visitor = await createVisitor(system().origin, thief.cookie());
    for (const path of [
      `/admin/solicitudes/${request.id}/`,
      '/admin/solicitudes/',
      '/admin/solicitudes/exportar.csv',
      '/api/v1/admin/requests',
    ]) {
      const { outcome, text } = await visitor.get(path);
      expect(outcome, path).to.equal('403');
      expect(text, path).not.to.include('Vera');
    }
    const answer = { channel: 'correo', text: 'Falso' };
    expect((await thief.post(`/admin/requests/${request.id}/answer`, answer)).status).to.equal(403);
    expect(
      (await thief.post(`/admin/requests/${request.id}/extension`, { reason: 'Falso' })).status,
    ).to.equal(403);
    for (const path of [`/me/requests?id=${request.id}`, '/me/requests?userId=x', '/me/data'])
      expect(JSON.stringify((await thief.get(path)).body), path).not.to.include('Vera');
    expect((await victim.get<{ items: OwnRequest[] }>('/me/requests')).body.items[0]).to.deep.equal(request);
  });

  it('says in nobody else’s name what they ask', async () => {
    const forged = {
      userId: 'x',
      nombreCompleto: 'Vera Víctima',
      receivedOn: '2020-01-01',
      channel: 'carta',
    };
    const asked = { kind: 'reclamo', topic: 'supresion', text: 'Borren a Vera', ...forged };
    const { body } = await thief.post<OwnRequest>('/me/requests', asked);
    expect(body).to.include({ channel: 'portal' }).and.not.include({ receivedOn: '2020-01-01' });
    const chief = createClient(system().origin);
    await chief.login(admin);
    const { items } = (
      await chief.get<{ items: { id: string; nombreCompleto: string }[] }>('/admin/requests?limit=100')
    ).body;
    expect(items.find(({ id }) => id === body.id)?.nombreCompleto).to.equal('Tomás Ladrón');
  });

  it('runs nothing in the spreadsheet of whoever takes the register away, nor on their page', async () => {
    const formula = '=HYPERLINK("http://example.invalid";"clic")\n+1+1';
    await thief.post('/me/requests', { kind: 'consulta', topic: 'otro', text: formula });
    await thief.post('/me/requests', { kind: 'consulta', topic: 'otro', text: '<script>alert(1)</script>' });
    const chief = createClient(system().origin);
    await chief.login(admin);
    const office = await createVisitor(system().origin, chief.cookie());

    const { text } = await office.get('/admin/solicitudes/exportar.csv');
    expect(text).to.include(`"'=HYPERLINK(""http://example.invalid"";""clic"") +1+1"`);
    for (const cell of text.matchAll(/(?:^|;)"([^"]*)/gm)) expect(cell[1]).not.to.match(/^[=+\-@]/);
    const { items } = (await thief.get<{ items: OwnRequest[] }>('/me/requests')).body;
    for (const { id } of items)
      expect((await office.get(`/admin/solicitudes/${id}/`)).text).not.to.include('<script>alert');
  });

  it('takes the register from no device that was left open', async () => {
    const chief = createClient(system().origin);
    await chief.login(admin);
    await inDatabase(system(), `update accounts.sessions set proved_at = now() - interval '25 hours'`);
    const office = await createVisitor(system().origin, chief.cookie());
    expect((await office.get('/admin/solicitudes/exportar.csv')).outcome).to.match(/^302 \/confirmar\//);
    const answer = { channel: 'correo', text: 'Falso' };
    expect((await chief.post(`/admin/requests/${request.id}/answer`, answer)).status).to.equal(403);
    const { body } = await chief.post<{ error: { code: string } }>(
      `/admin/requests/${request.id}/extension`,
      { reason: 'Falso' },
    );
    expect(body.error.code).to.equal('proof_needed');
  });
});
