import { expect } from 'chai';
import { createClient, newCedula } from '../support/people/client.ts';
import { createVisitor, type Visitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

/** Somebody sits down at a device that another has left open. */
inBothModes('Whoever takes over a session that was left open', 'attacked', (system) => {
  let thief: Visitor;
  let victimId: string;
  beforeEach(async () => {
    const owner = createClient(system().origin);
    await owner.login(admin);
    const victim = createClient(system().origin);
    victimId = (await victim.register({ cedula: newCedula() })).body.user.id;
    await inDatabase(system(), `update accounts.sessions set proved_at = now() - interval '25 hours'`);
    thief = await createVisitor(system().origin, owner.cookie());
  });

  const roleOf = async (): Promise<string> => {
    const sql = 'select role from accounts.users where id = $1';
    const [row] = await inDatabase<{ role: string }>(system(), sql, [victimId]);
    return row?.role ?? '';
  };

  it('takes no list, changes no role, suspends nobody, pauses nothing and sees no evidence by the API', async () => {
    for (const [path, body] of [
      [`/api/v1/admin/users/${victimId}/role`, { role: 'ADMIN', reason: 'porque sí' }],
      [`/api/v1/admin/users/${victimId}/suspend`, { reason: 'porque sí' }],
      [`/api/v1/admin/users/${victimId}/restore`, { reason: 'porque sí' }],
      ['/api/v1/admin/lookups/pause', { reason: 'porque sí' }],
    ] as const) {
      const refused = await thief.send(path, body);
      expect([refused.outcome, refused.text], path).to.satisfy(
        ([outcome, text]: [string, string]) => outcome === '403' && text.includes('proof_needed'),
      );
    }
    expect(await roleOf()).to.equal('USER');
  });

  it('puts no phone of theirs in the place of the owner’s, on a page or by the API', async () => {
    const phones = () =>
      inDatabase(system(), 'select phone from accounts.users where cedula = $1', [admin.cedula]);
    const before = await phones();
    const own = { nombre_completo: 'Quien Roba', phone: '310 000 1122', referral_goal: '10' };
    for (const page of ['/perfil/editar/', '/mis-datos/corregir/']) {
      const kept = await thief.submit(page, own);
      expect(kept.outcome, page).to.equal('403');
      expect(kept.text).to.include('Confirme que es usted').and.include('value="310 000 1122"');
    }
    const profile = { nombreCompleto: 'Quien Roba', phone: '+573100001122', referralGoal: 10 };
    const refused = await thief.send('/api/v1/me', profile, 'PATCH');
    expect([refused.outcome, refused.text.includes('proof_needed')]).to.deep.equal(['403', true]);
    expect(await phones()).to.deep.equal(before);
  });

  it('is asked who they are by every page that would, and gets there no other way', async () => {
    for (const path of [
      '/referidos/exportar/',
      '/referidos/planilla/',
      '/referidos/exportar.csv',
      '/referidos/exportar.xlsx?q=ana',
      `/admin/usuarios/${victimId}/evidencia/${victimId}/`,
    ]) {
      expect((await thief.get(path)).outcome, path).to.match(/^302 \/confirmar\/\?next=/);
    }
    const asked = await thief.submit(`/admin/usuarios/${victimId}/rol/`, {
      role: 'ADMIN',
      reason: 'porque sí',
    });
    expect(asked.outcome).to.equal('403');
    expect(asked.text).to.include('name="reason" value="porque sí"');
    expect(await roleOf()).to.equal('USER');
    for (const change of ['suspender', 'restablecer']) {
      const kept = await thief.submit(`/admin/usuarios/${victimId}/${change}/`, {
        suspension_reason: 'porque sí',
      });
      expect(kept.outcome, change).to.equal('403');
      expect(kept.text).to.include('name="suspension_reason" value="porque sí"');
    }
    const sql = 'select suspended_at as at from accounts.users where id = $1';
    expect(await inDatabase(system(), sql, [victimId])).to.deep.equal([{ at: null }]);
  });

  it('does not guess the password there faster than at the login', async () => {
    const guess = (n: number) =>
      thief.submit('/confirmar/', { confirmar_next: '/', confirmar_password: `adivino-${n}` });
    for (let n = 0; n < 5; n += 1) expect((await guess(n)).outcome).to.equal('400');
    expect((await guess(5)).outcome).to.equal('429');
    expect((await thief.send('/api/v1/me/proof', { password: 'adivino-6' })).outcome).to.equal('429');
    await inDatabase(system(), 'delete from accounts.guesses');
  });

  it('keeps the owner from nothing by guessing: a session of theirs elsewhere has guesses of its own', async () => {
    const elsewhere = createClient(system().origin);
    await elsewhere.login(admin);
    const owner = await createVisitor(system().origin, elsewhere.cookie());
    for (let n = 0; n < 6; n += 1) await thief.send('/api/v1/me/proof', { password: `adivino-${n}` });
    expect((await owner.send('/api/v1/me/proof', { password: admin.password })).outcome).to.equal('204');
    await inDatabase(system(), 'delete from accounts.guesses');
  });

  it('is not led to another site by the page that asks', async () => {
    for (const next of ['https://malo.example/', '//malo.example/', '/\\malo.example/'])
      expect((await thief.get(`/confirmar/?next=${encodeURIComponent(next)}`)).text).not.to.include('malo');
  });

  it('is no hindrance to the owner: they confirm, and what they had typed is done', async () => {
    const form = { role: 'LEADER', reason: 'Lidera el grupo' };
    const path = `/admin/usuarios/${victimId}/rol/`;
    const proof = { confirmar_next: path, confirmar_repite: '1', confirmar_password: admin.password };
    expect((await thief.submit('/confirmar/', { ...form, ...proof })).outcome).to.equal(`307 ${path}`);
    expect((await thief.submit(path, { ...form, ...proof })).outcome).to.match(/^302 .*aviso=rol-cambiado/);
    expect(await roleOf()).to.equal('LEADER');
  });
});
