import { expect } from 'chai';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

/** Somebody who has an account, and wants what is another's. */
inBothModes('Whoever wants another’s data through their own', 'attacked', (system) => {
  let thief: Client;
  let victim: Client;
  let victimId: string;
  let victimCedula: string;
  before(async () => {
    thief = createClient(system().origin);
    victim = createClient(system().origin);
    victimCedula = newCedula('00');
    await thief.register({ cedula: newCedula('00'), nombreCompleto: 'Tomás Ladrón' });
    victimId = (await victim.register({ cedula: victimCedula, nombreCompleto: 'Vera Víctima' })).body.user.id;
  });

  it('gets their own file whatever they ask for, and nobody’s without a session', async () => {
    for (const query of [`?userId=${victimId}`, `?id=${victimId}`, `?actor=${victimId}&cursor=x`]) {
      const { status, body } = await thief.get(`/me/data${query}`);
      expect(status, query).to.equal(200);
      expect(JSON.stringify(body))
        .to.include('Tomás Ladrón')
        .and.not.include('Vera')
        .and.not.include(victimId);
    }
    expect((await createClient(system().origin).get('/me/data')).status).to.equal(401);
    const { origin } = system();
    const headers = { cookie: thief.cookie(), 'x-user-id': victimId };
    const forged = await (await fetch(`${origin}/api/v1/me/data`, { headers })).text();
    expect(forged).not.to.include('Vera');
  });

  it('walks no further in their own lists than what is theirs', async () => {
    const chief = createClient(system().origin);
    await chief.login(admin);
    await chief.get(`/admin/users/${victimId}`);
    for (const path of ['/me/visits?cursor=999999999999', '/me/visits?limit=100', '/me/lookups?limit=100'])
      expect(JSON.stringify((await thief.get(path)).body), path).not.to.include('user.read');
    for (const path of [
      "/me/visits?cursor=1'%20or%20true",
      '/me/lookups?cursor=e30',
      '/me/visits?limit=100000',
    ])
      expect((await thief.get(path)).status, path).to.equal(400);
  });

  it('takes nobody’s cédula, neither by a correction of their own nor through another’s page', async () => {
    const own = (await thief.get<{ user: { id: string; cedula: string } }>('/me')).body.user;
    const patch = await fetch(`${system().origin}/api/v1/me`, {
      method: 'PATCH',
      headers: { cookie: thief.cookie(), 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ nombreCompleto: 'Tomás Ladrón', phone: '3001234567', referralGoal: 10 },
        ...{ cedula: victimCedula, referrerId: victimId, role: 'ADMIN' },
      }),
    });
    expect(patch.status).to.equal(200);
    const visitor = await createVisitor(system().origin, thief.cookie());
    await visitor.submit('/mis-datos/corregir/', {
      ...{ nombre_completo: 'Tomás Ladrón', phone: '3001234567', cedula: victimCedula },
    });
    for (const id of [own.id, victimId]) {
      const body = { cedula: newCedula('00'), reason: 'porque sí' };
      expect((await thief.post(`/admin/users/${id}/cedula`, body)).status).to.equal(403);
      expect((await visitor.submit(`/admin/usuarios/${id}/cedula/`, body)).outcome).to.equal('403');
      expect(
        (await visitor.submit(`/admin/usuarios/${id}/invitacion/`, { ref: '', reason: 'porque sí' })).outcome,
      ).to.equal('403');
    }
    expect((await thief.get<{ user: object }>('/me')).body.user).to.include({
      cedula: own.cedula,
      role: 'USER',
    });
    expect((await victim.get<{ user: object }>('/me')).body.user).to.include({ cedula: victimCedula });
  });

  it('gains nobody’s through an ADMIN who is deceived either: a cédula that has an account is refused', async () => {
    const chief = createClient(system().origin);
    await chief.login(admin);
    const { id, cedula } = (await thief.get<{ user: { id: string; cedula: string } }>('/me')).body.user;
    const reply = await chief.post<{ error: { code: string } }>(`/admin/users/${id}/cedula`, {
      ...{ cedula: victimCedula, reason: 'Dice que es suya' },
    });
    expect([reply.status, reply.body.error.code]).to.deep.equal([409, 'cedula_taken']);
    expect((await thief.get<{ user: object }>('/me')).body.user).to.include({ cedula });
  });
});
