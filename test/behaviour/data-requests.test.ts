import { expect } from 'chai';
import type { DataRequest, OwnRequest } from '../../shared/contract/requests.ts';
import { bogotaDayOf } from '../../shared/time/colombia.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createVisitor, type Visitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

inBothModes('Requests about data', null, (system) => {
  let chief: Client;
  let office: Visitor;
  before(async () => {
    chief = createClient(system().origin);
    await chief.login(admin);
    office = await createVisitor(system().origin, chief.cookie());
  });
  const person = async (nombreCompleto = 'Rosa Pregunta') => {
    const client = createClient(system().origin);
    await client.register({ cedula: newCedula('00'), nombreCompleto });
    return { client, visitor: await createVisitor(system().origin, client.cookie()) };
  };
  const requestsOf = async (client: Client): Promise<OwnRequest[]> =>
    (await client.get<{ items: OwnRequest[] }>('/me/requests')).body.items;

  it('go from the person’s page to the register, and the answer back', async () => {
    const { client, visitor } = await person();
    const asked = { kind: 'consulta', topic: 'datos', text: '¿Con quién comparten mis datos?' };
    expect((await visitor.submit('/mis-datos/solicitar/', { ...asked, text: '' })).text).to.include(
      'aria-invalid',
    );
    for (let sent = 0; sent < 2; sent += 1)
      expect((await visitor.submit('/mis-datos/solicitar/', asked)).outcome).to.equal(
        '302 /mis-datos/solicitar/?aviso=solicitud-hecha',
      );
    const [request, ...others] = await requestsOf(client);
    expect(others).to.deep.equal([]);
    expect(request).to.include({ kind: 'consulta', state: 'open', channel: 'portal' });

    const page = `/admin/solicitudes/${request?.id}/`;
    expect((await office.get('/admin/solicitudes/')).text).to.include(page);
    expect((await office.get(page)).text)
      .to.include('Rosa Pregunta')
      .and.include(asked.text);
    const answer = { channel: 'correo', text: 'Solo con quien le invitó.' };
    expect((await office.submit(`${page}responder/`, answer)).outcome).to.equal(
      `302 ${page}?aviso=solicitud-respondida`,
    );
    expect((await office.submit(`${page}responder/`, answer)).outcome).to.equal('409');

    expect((await visitor.get('/mis-datos/solicitar/')).text).to.include('Solo con quien le invitó.');
    expect((await requestsOf(client))[0]).to.deep.nested.include({ state: 'answered', 'answer.by': null });
  });

  it('that lack something are asked for it, completed by the person or by who got it on paper, and answered', async () => {
    const { client, visitor } = await person('Celia Incompleta');
    const asked = { kind: 'reclamo', topic: 'correccion', text: 'Mi nombre está mal.' };
    await visitor.submit('/mis-datos/solicitar/', asked);
    const [request] = await requestsOf(client);
    const page = `/admin/solicitudes/${request?.id}/`;
    const missing = 'Copia de la cédula';

    expect((await office.submit(`${page}incompleta/`, { missing: '' })).text).to.include('aria-invalid');
    expect((await office.submit(`${page}incompleta/`, { missing })).outcome).to.equal(
      `302 ${page}?aviso=solicitud-incompleta`,
    );
    expect((await requestsOf(client))[0]?.state).to.equal('incomplete');
    expect((await visitor.get('/mis-datos/solicitar/')).text).to.include(missing);

    const form = `/mis-datos/solicitar/${request?.id}/`;
    const empty = await visitor.submit(form, { completion: '' });
    expect([empty.outcome, empty.text.includes('aria-invalid')]).to.deep.equal(['400', true]);
    expect((await visitor.submit(form, { completion: 'Aquí está: termina en 43' })).outcome).to.equal(
      '302 /mis-datos/solicitar/?aviso=reclamo-completado',
    );
    expect((await visitor.submit(form, { completion: 'Otra vez' })).outcome, 'twice').to.equal('409');
    expect((await requestsOf(client))[0]?.state).to.equal('open');
    expect((await office.get(page)).text).to.include('Aquí está: termina en 43');
    const tooLate = { receivedOn: bogotaDayOf(new Date()), completion: 'Por carta' };
    expect((await office.submit(`${page}completar/`, tooLate)).outcome, 'nothing is missing').to.equal('409');
    const answer = { channel: 'correo', text: 'Su nombre quedó corregido.' };
    expect((await office.submit(`${page}responder/`, answer)).outcome).to.match(/solicitud-respondida$/);
  });

  it('are written down when they come by letter, extended once, and taken away as CSV', async () => {
    const letter = {
      ...{ kind: 'reclamo', topic: 'supresion', channel: 'carta', nombreCompleto: 'Berta Carta' },
      ...{ cedula: '', contact: 'Calle 1 # 2-3, Tunja', text: 'Borren mis datos.' },
    };
    const receivedOn = bogotaDayOf(new Date());
    const wrong = await office.submit('/admin/solicitudes/nueva/', { ...letter, receivedOn: '2999-01-01' });
    expect([wrong.outcome, wrong.text.includes('un día del último año')]).to.deep.equal(['400', true]);
    const made = await office.submit('/admin/solicitudes/nueva/', { ...letter, receivedOn });
    const [, page = ''] = /^302 (.*)\?aviso=solicitud-anotada$/.exec(made.outcome) ?? [];
    expect(page).not.to.equal('');

    const reason = 'Buscamos en el archivo';
    expect((await office.submit(`${page}prorrogar/`, { reason })).outcome).to.equal(
      `302 ${page}?aviso=solicitud-prorrogada`,
    );
    expect((await office.submit(`${page}prorrogar/`, { reason })).outcome).to.equal('409');
    const { body } = await chief.get<{ items: DataRequest[] }>('/admin/requests?limit=100');
    const found = body.items.find(({ nombreCompleto }) => nombreCompleto === 'Berta Carta');
    expect(found).to.include({ receivedOn, extension: reason, state: 'open' });

    const csv = await office.get('/admin/solicitudes/exportar.csv');
    expect(csv.headers.get('content-disposition')).to.match(/^attachment; filename="solicitudes-/);
    expect(csv.text).to.include('"Berta Carta"').and.include('"Buscamos en el archivo"');
  });
});
