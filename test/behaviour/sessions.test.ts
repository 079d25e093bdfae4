import { expect } from 'chai';
import type { SessionView } from '../../shared/contract/accounts.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { openStream } from '../support/people/event-stream.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';

inBothModes('A person’s sessions', null, (system) => {
  const PASSWORD = 'una-clave-larga';
  const twice = async (): Promise<{ here: Client; there: Client }> => {
    const { origin } = system();
    const cedula = newCedula('00');
    const [here, there] = [createClient(origin), createClient(origin)];
    await here.register({ cedula, password: PASSWORD });
    expect((await there.login({ cedula, password: PASSWORD })).status).to.equal(200);
    return { here, there };
  };
  const sessionsOf = async (client: Client): Promise<SessionView[]> =>
    (await client.get<{ items: SessionView[] }>('/me/sessions')).body.items;
  const pageOf = async (client: Client): Promise<string> =>
    (await createVisitor(system().origin, client.cookie()))
      .get('/perfil/sesiones/')
      .then(({ outcome }) => outcome);
  const LOGIN = `302 /login/?next=${encodeURIComponent('/perfil/sesiones/')}`;

  it('are listed where they are, with the one that asks marked and no address whole', async () => {
    const { here } = await twice();
    const sessions = await sessionsOf(here);
    expect(sessions.map(({ isCurrent }) => isCurrent).sort()).to.deep.equal([false, true]);
    expect(sessions.map(({ ip }) => ip)).to.deep.equal(['127.0.x.x', '127.0.x.x']);
    expect(JSON.stringify(sessions)).not.to.match(/127\.0\.0\.1|token/i);
  });

  it('end from another: its page leads to the login, and its stream is over at once', async () => {
    const { here, there } = await twice();
    const stream = await openStream(system().origin, there.cookie());
    expect(stream.status).to.equal(200);
    const other = (await sessionsOf(here)).find(({ isCurrent }) => !isCurrent);
    const visitor = await createVisitor(system().origin, here.cookie());
    const path = `/perfil/sesiones/${other?.id}/cerrar/`;

    for (let sent = 0; sent < 2; sent += 1)
      expect((await visitor.submit(path)).outcome).to.equal('302 /perfil/sesiones/?aviso=sesion-cerrada');

    await eventually('its stream is over', () => stream.isOver());
    expect(await pageOf(there)).to.equal(LOGIN);
    expect((await there.get('/me')).status).to.equal(401);
    expect(await sessionsOf(here)).to.have.lengthOf(1);
  });

  it('end together, but for the one that asks', async () => {
    const { here, there } = await twice();
    const stream = await openStream(system().origin, there.cookie());
    const visitor = await createVisitor(system().origin, here.cookie());
    const { outcome } = await visitor.submit('/perfil/sesiones/cerrar-otras/');
    expect(outcome).to.equal('302 /perfil/sesiones/?aviso=sesiones-cerradas');
    await eventually('its stream is over', () => stream.isOver());
    expect(await pageOf(there)).to.equal(LOGIN);
    expect(await pageOf(here)).to.equal('200');
    expect((await visitor.send('/api/v1/me/sessions', {}, 'DELETE')).text).to.equal('{"closed":0}');
  });

  it('are nobody else’s to close: another’s is as one that is not there', async () => {
    const [mine, others] = [await twice(), await twice()];
    const foreign = (await sessionsOf(others.here))[0]?.id;
    const visitor = await createVisitor(system().origin, mine.here.cookie());
    const [one, none] = [
      await visitor.send(`/api/v1/me/sessions/${foreign}`, {}, 'DELETE'),
      await visitor.send(`/api/v1/me/sessions/${crypto.randomUUID()}`, {}, 'DELETE'),
    ];
    expect(one).to.include({ outcome: '404', text: none.text });
    await visitor.submit(`/perfil/sesiones/${foreign}/cerrar/`);
    expect(await sessionsOf(others.here)).to.have.lengthOf(2);
  });
});
