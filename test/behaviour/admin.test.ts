import { expect } from 'chai';
import type { User } from '../../shared/contract/accounts.ts';
import type { AuditEntry } from '../../shared/contract/audit.ts';
import type { Attempt } from '../../shared/contract/history.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula, settled } from '../support/people/client.ts';
import { openStream } from '../support/people/event-stream.ts';
import { createVisitor, type Visitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

inBothModes('Whoever administers the portal', null, (system) => {
  let chief: Client;
  let visitor: Visitor;
  before(async () => {
    chief = createClient(system().origin);
    await chief.login(admin);
    visitor = await createVisitor(system().origin, chief.cookie());
  });

  const join = async (suffix = '00', nombreCompleto = 'Rosa Prueba') => {
    const client = createClient(system().origin);
    const { user } = (await client.register({ cedula: newCedula(suffix), nombreCompleto })).body;
    return { client, user };
  };
  const users = async (query: Record<string, string>) =>
    (await chief.get<{ items: User[]; next: string | null }>(`/admin/users?${new URLSearchParams(query)}`))
      .body;
  const trail = async (userId: string, action: string) =>
    (await chief.get<{ items: AuditEntry[] }>(`/admin/audit?userId=${userId}&action=${action}`)).body.items;

  it('finds anybody by name without accents, by the start of a cédula and by role, page after page', async () => {
    const { user } = await join('00', 'Íñigo Buscado');
    const { user: other } = await join('00', 'Íñigo Buscado');
    const found = (page: { items: User[] }) => page.items.map(({ id }) => id);

    expect(found(await users({ q: 'inigo bus' }))).to.include.members([user.id, other.id]);
    expect(found(await users({ q: user.cedula }))).to.deep.equal([user.id]);
    expect(found(await users({ q: user.cedula, role: 'ADMIN' }))).to.deep.equal([]);
    const first = await users({ q: 'inigo buscado', limit: '1' });
    const second = await users({ q: 'inigo buscado', limit: '1', cursor: first.next ?? '' });
    expect([...found(first), ...found(second)]).to.deep.equal([other.id, user.id]);
    expect((await visitor.get(`/admin/usuarios/?q=${user.cedula}`)).text).to.include(
      `href="/admin/usuarios/${user.id}/"`,
    );
  });

  it('changes a role with a reason, which the trail keeps; without one the form says what is missing', async () => {
    const { client, user } = await join();
    const path = `/admin/usuarios/${user.id}/rol/`;

    const refused = await visitor.submit(path, { role: 'LEADER', reason: ' ' });
    expect(refused.outcome).to.equal('400');
    expect(refused.text).to.include('Escriba el motivo').and.to.include('value="LEADER" selected');
    const given = await visitor.submit(path, { role: 'LEADER', reason: 'Lidera <el> barrio' });
    expect(given.outcome).to.equal(`302 /admin/usuarios/${user.id}/?aviso=rol-cambiado`);

    expect((await client.get<{ user: User }>('/me')).body.user.role).to.equal('LEADER');
    const [entry, ...others] = await trail(user.id, 'user.role');
    expect(others).to.deep.equal([]);
    expect(entry).to.deep.include({ detail: 'USER → LEADER: Lidera <el> barrio' });
    expect(entry?.subjects).to.deep.equal({
      total: 1,
      first: [{ id: user.id, nombreCompleto: user.nombreCompleto }],
    });
    const page = await visitor.get(`/admin/auditoria/?persona=${user.id}&action=user.role`);
    expect(page.text).to.include('Persona &#8594; Líder: Lidera &lt;el&gt; barrio');
  });

  it('ends a person’s open streams at once when their role changes, and nobody else’s', async () => {
    const [person, other] = [await join(), await join()];
    const [theirs, others] = [
      await openStream(system().origin, person.client.cookie()),
      await openStream(system().origin, other.client.cookie()),
    ];
    expect([theirs.status, theirs.isOver()]).to.deep.equal([200, false]);

    await chief.post(`/admin/users/${person.user.id}/role`, { role: 'LEADER', reason: 'Lidera el barrio' });

    // Long before the hub looks at its streams by itself.
    await eventually('the stream is over', () => theirs.isOver());
    expect(others.isOver()).to.equal(false);
    others.close();
  });

  it('reads every attempt of a person, and downloads what a failed one saw, as text and with a trace', async () => {
    const { client, user } = await join('09');
    await client.censusIn(settled);
    const { items } = (await chief.get<{ items: Attempt[] }>(`/admin/users/${user.id}/history`)).body;
    const failed = items.find(({ hasEvidence }) => hasEvidence);
    expect(failed).to.deep.include({ outcome: 'wrong_person', source: 'simulated-http', lane: 'directa' });
    expect(failed?.durationMs).to.be.greaterThan(0);

    const path = `/admin/usuarios/${user.id}/evidencia/${failed?.leaseId}/`;
    expect((await visitor.get(`/admin/usuarios/${user.id}/`)).text).to.include(`href="${path}"`);
    const { outcome, headers, text } = await visitor.get(path);

    expect(outcome).to.equal('200');
    expect(headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    expect(headers.get('content-disposition')).to.match(/^attachment; filename="evidencia-[0-9a-f-]+\.txt"$/);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(text).to.match(/^<!-- /);
    expect((await trail(user.id, 'evidence.read')).map(({ detail }) => detail)).to.deep.equal([
      failed?.leaseId,
    ]);
    expect(await trail(user.id, 'history.read')).to.have.lengthOf(1);
    const foreign = await visitor.get(path.replace(user.id, crypto.randomUUID()));
    expect(foreign.outcome, 'under another person’s address').to.equal('404');
  });

  it('sees everybody’s answer, and has written down that it was read', async () => {
    const { client, user } = await join('03');
    await client.censusIn(['NOT_FOUND']);
    const { body } = await chief.get<{ user: User; census: { status: string; mayRefresh: boolean } }>(
      `/admin/users/${user.id}`,
    );
    expect(body.census).to.include({ status: 'NOT_FOUND', mayRefresh: false });
    expect(await trail(user.id, 'user.read')).to.have.lengthOf(1);
    const page = await visitor.get(`/admin/usuarios/${user.id}/`);
    expect(page.text).to.include('No está en el censo electoral').and.not.to.include('/refrescar-cedula/');
  });
});
