import { expect } from 'chai';
import type { OwnVisit } from '../../shared/contract/own-data.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createVisitor, type Visitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

interface OwnFile {
  cuenta: { nombreCompleto: string; cedula: string; invitadoPor: string | null };
  autorizaciones: { proposito: string; version: string; fecha: string }[];
  censo: { estado: string };
  consultas: { resultado: string }[];
  anotaciones: { quien: string; que: string }[];
}

inBothModes('What the portal holds about a person', null, (system) => {
  const PASSWORD = 'una-clave-larga';
  let chief: Client;
  before(async () => {
    chief = createClient(system().origin);
    await chief.login(admin);
  });

  const person = async (ref?: string) => {
    const client = createClient(system().origin);
    const cedula = newCedula('00');
    const given = { cedula, password: PASSWORD, nombreCompleto: 'Rosa Datos' };
    const { user } = (await client.register(ref === undefined ? given : { ...given, ref })).body;
    return { client, cedula, user, visitor: await createVisitor(system().origin, client.cookie()) };
  };
  const leader = async () => {
    const one = await person();
    await chief.post(`/admin/users/${one.user.id}/role`, { role: 'LEADER', reason: 'Coordina' });
    return one;
  };
  const visitsOf = async (client: Client): Promise<OwnVisit[]> =>
    (await client.get<{ items: OwnVisit[] }>('/me/visits')).body.items;
  /** How many are in a leader's list, and how many it says that there are. */
  const totalOf = async ({ client, visitor }: { client: Client; visitor: Visitor }): Promise<string> => {
    const { items } = (await client.get<{ items: unknown[] }>('/referrals')).body;
    const { text } = await visitor.get('/referidos/exportar/');
    const [, counted = ''] = /<dt>Personas<\/dt><dd>(\d+)</.exec(text) ?? [];
    return `${items.length} of ${counted}`;
  };

  it('is on a page: account, decisions, lookups, and who looked', async () => {
    const { client: lead, user } = await leader();
    const { client, visitor, user: own } = await person(user.referralCode);
    await client.censusIn(['ACTIVE']);
    await lead.get('/referrals');
    await chief.get(`/admin/users/${own.id}`);

    const { outcome, text } = await visitor.get('/mis-datos/');
    expect(outcome).to.equal('200');
    for (const part of [
      'Consulta en el censo electoral',
      'Habilitada para votar',
      'Administración del portal',
    ])
      expect(text).to.include(part);
    const [byAdmin, byLeader] = await visitsOf(client);
    expect(byAdmin).to.deep.include({ by: { kind: 'administration' }, actions: ['user.read'] });
    expect(byLeader?.by).to.deep.equal({ kind: 'person', name: 'Rosa Datos', role: 'LEADER' });
    expect(byLeader?.actions).to.include('referrals.list');
  });

  it('is taken as one file, for programs and for people, and that is written down', async () => {
    const { client, visitor, cedula } = await person();
    await client.censusIn(['ACTIVE']);

    const reply = await client.get<OwnFile>('/me/data');
    expect(reply.status).to.equal(200);
    expect(reply.headers.get('content-disposition')).to.match(/^attachment; filename="mis-datos-.*\.json"$/);
    expect(reply.headers.get('cache-control')).to.equal('no-store');
    expect(reply.body.cuenta.cedula.replaceAll('.', '')).to.equal(cedula);
    expect(reply.body.autorizaciones).to.have.lengthOf(3);
    expect(reply.body.censo.estado).to.equal('Cédula habilitada para votar');
    expect(reply.body.consultas.map(({ resultado }) => resultado)).to.include('Habilitada para votar');
    expect(reply.body.anotaciones[0]).to.include({ quien: 'Usted', que: 'Descargó sus propios datos' });

    const html = await visitor.get('/mis-datos/descargar.html');
    expect(html.outcome).to.equal('200');
    expect(html.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    expect(html.text).to.include('Rosa Datos').and.include('</html>');
  });

  it('is taken only by who showed a moment ago that it is they', async () => {
    const { client, visitor, user } = await person();
    await inDatabase(
      system(),
      `update accounts.sessions set proved_at = now() - interval '25 hours' where user_id = $1`,
      [user.id],
    );
    // What a gateway knows of a session is good for some seconds, and nobody told it of this.
    const refused = await eventually('the proof is old', async () => {
      const reply = await client.get<{ error: { code: string } }>('/me/data');
      return reply.status === 200 ? null : reply;
    });
    expect([refused.status, refused.body.error.code]).to.deep.equal([403, 'proof_needed']);
    for (const path of ['/mis-datos/descargar/', '/mis-datos/descargar.json', '/mis-datos/descargar.html'])
      expect((await visitor.get(path)).outcome).to.equal(
        `302 /confirmar/?next=${encodeURIComponent('/mis-datos/descargar/')}`,
      );
    // To look is free.
    expect((await visitor.get('/mis-datos/')).outcome).to.equal('200');
  });

  it('says who invited them, and it was somebody else: lists and counts of both move, and the answer with them', async () => {
    const [before, after] = [await leader(), await leader()];
    const { client, visitor, user } = await person(before.user.referralCode);
    await client.censusIn(['ACTIVE']);
    expect([await totalOf(before), await totalOf(after)]).to.deep.equal(['1 of 1', '0 of 0']);

    const sent = await visitor.submit('/mis-datos/corregir/invitacion/', {
      ref: `${system().origin}/register/?ref=${after.user.referralCode}`,
    });
    expect(sent.outcome).to.equal('302 /mis-datos/corregir/?aviso=invitacion-corregida');

    expect([await totalOf(before), await totalOf(after)]).to.deep.equal(['0 of 0', '1 of 1']);
    const seenBy = async (who: typeof before) => (await who.visitor.get(`/referido/${user.id}/`)).outcome;
    expect([await seenBy(before), await seenBy(after)]).to.deep.equal(['404', '200']);
    const refreshedBy = async (who: typeof before) =>
      (await who.client.post(`/referrals/${user.id}/refresh`)).status;
    await eventually('the census knows it too', async () => (await refreshedBy(before)) === 403);
    expect(await refreshedBy(after)).to.be.oneOf([202, 429]);

    expect((await client.post('/me/referrer', { ref: null })).status).to.equal(204);
    expect(await totalOf(after)).to.equal('0 of 0');
  });

  it('is put right: name and phone, and what is wrong in a form is said beside it', async () => {
    const { client, visitor } = await person();
    const wrong = await visitor.submit('/mis-datos/corregir/', { nombre_completo: '', phone: '300' });
    expect(wrong.outcome).to.equal('400');
    expect(wrong.text).to.include('aria-invalid="true"');

    const given = { nombre_completo: 'Rosa Corregida', phone: '301 222 3344' };
    expect((await visitor.submit('/mis-datos/corregir/', given)).outcome).to.equal(
      '302 /mis-datos/corregir/?aviso=datos-guardados',
    );
    const { user } = (await client.get<{ user: { nombreCompleto: string; phone: string } }>('/me')).body;
    expect(user).to.include({ nombreCompleto: 'Rosa Corregida', phone: '+573012223344' });
  });

  it('has another cédula when an ADMIN says so: the old answer is gone, and the new number is looked up once they allow it', async () => {
    const { client, user, cedula } = await person();
    await client.censusIn(['ACTIVE']);
    const right = newCedula('03');
    const correct = (given: object) => chief.post(`/admin/users/${user.id}/cedula`, given);
    expect((await correct({ cedula: right, reason: '' })).status).to.equal(400);
    expect((await correct({ cedula: right, reason: 'Trajo su documento' })).status).to.equal(204);

    // They had not asked for it, so the lookup of that number is theirs to allow.
    await eventually('nothing is known of the old number', async () => (await client.census()) === null);
    const { version } = (await client.get<{ version: string }>('/me/consents')).body;
    expect((await client.post('/me/consents', { purposes: ['lookup'], version })).status).to.equal(200);
    const view = await eventually('the new number was looked up', async () => {
      const found = await client.census();
      return found?.status === 'NOT_FOUND' ? found : null;
    });
    expect(view.answer).to.deep.equal({ kind: 'not_found' });
    const { body } = await client.get<{ items: { outcome: string }[] }>('/me/lookups');
    expect(body.items.map(({ outcome }) => outcome)).not.to.include('active');
    const again = createClient(system().origin);
    expect((await again.login({ cedula, password: PASSWORD })).status).to.equal(401);
    expect((await again.login({ cedula: right, password: PASSWORD })).status).to.equal(200);
    expect((await visitsOf(client))[0]).to.deep.include({ by: { kind: 'administration' } });
  });
});
