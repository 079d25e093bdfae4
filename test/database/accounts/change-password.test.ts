import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { changePassword, repeatPasswordChange } from '../../../services/accounts/sessions/change-password.ts';
import { openSession } from '../../../services/accounts/sessions/sessions.ts';
import type { Actor, User } from '../../../shared/contract/accounts.ts';
import { refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S, START } from '../support/clock.ts';
import { login } from './support/login.ts';
import { userOfSession } from './support/open-sessions.ts';
import { actorOf, ana, createPerson, ip, registrationOf } from './support/people.ts';
import { register } from './support/register.ts';

describe('Changing a password', () => {
  const database = useDatabase('accounts');
  const NEW = 'una-clave-nueva';
  let user: User;
  let actor: Actor;
  let first: string;

  beforeEach(async () => {
    const registered = await register(database.fork(), registrationOf(), START);
    user = registered.user;
    actor = actorOf(user);
    first = registered.session.token;
  });

  const change = (current: string, now = START, given = {}) =>
    changePassword(
      database.fork(),
      { actor, current, password: NEW, remember: true, userAgent: '', token: first, ip, ...given },
      now,
      600_000,
    );
  const enter = (password: string) =>
    login(database.fork(), { cedula: user.cedula, password, remember: false, userAgent: '', ip }, START);
  const isOpen = async (token: string) => (await userOfSession(database.fork(), token, START)) !== null;

  it('makes the new one valid and the old one not', async () => {
    await change(ana.password);

    expect((await enter(NEW)).user.id).to.equal(user.id);
    expect(await refusalOf(enter(ana.password))).to.include({ status: 401 });
  });

  it('closes the sessions of every device and opens a new one for this device', async () => {
    const second = (await enter(ana.password)).session.token;

    const { session } = await change(ana.password);

    expect(await isOpen(first)).to.equal(false);
    expect(await isOpen(second)).to.equal(false);
    expect(await isOpen(session.token)).to.equal(true);
    expect(session).to.include({ persistent: true, expiresAt: at(14 * DAY_S).toISOString() });
  });

  describe('when the form is sent twice', () => {
    const repeat = (token: string, password = NEW, now = START) =>
      repeatPasswordChange(database.fork(), { token, password, remember: false, userAgent: '', ip }, now);

    it('is told both times, each with a session that stays open, in whatever order they are handled', async () => {
      const sent = [
        change(ana.password, START, { token: first }),
        change(ana.password, START, { token: first }),
      ];
      const answers = await Promise.all(sent);

      for (const { session } of answers) expect(await isOpen(session.token)).to.equal(true);
      expect((await enter(NEW)).user.id).to.equal(user.id);
    });

    it('is told again after the first time has closed the session that it comes from', async () => {
      await change(ana.password, START, { token: first });
      expect(await isOpen(first)).to.equal(false);

      const again = await repeat(first, NEW, at(1));
      expect(again !== null && (await isOpen(again.session.token))).to.equal(true);
      expect(await isOpen(first)).to.equal(false);
    });

    it('is told again in the session that the first time opened, by which the old password is none any more', async () => {
      const opened = (await change(ana.password)).session.token;
      const again = await change(ana.password, at(1), { token: opened });
      expect(await isOpen(again.session.token)).to.equal(true);
      expect(
        await refusalOf(change(ana.password, at(2), { token: opened, password: 'otra-clave-larga' })),
      ).to.include({ code: 'validation' });
    });

    it('is told again to who has a second factor, also when the first time overtook it on its way', async () => {
      await database.query('update accounts.users set factor_since = $1', [START]);
      await change(ana.password);
      const again = await change(ana.password, at(1));
      expect(await isOpen(again.session.token)).to.equal(true);
      expect(await refusalOf(change(ana.password, at(2), { password: 'no-es-la-nueva' }))).to.include({
        code: 'proof_needed',
      });
    });

    it('is told to nobody who does not know the new password, has no such session, or comes too late', async () => {
      const second = (await enter(ana.password)).session.token;
      await change(ana.password, START, { token: first });

      expect(await repeat(first, 'otra-clave-larga')).to.equal(null);
      expect(await repeat(second)).to.equal(null);
      expect(await repeat('x'.repeat(43))).to.equal(null);
      expect(await repeat(first, NEW, at(121))).to.equal(null);
    });

    it('is throttled as well', async () => {
      await change(ana.password, START, { token: first });
      for (let i = 0; i < 5; i += 1) expect(await repeat(first, `adivinanza-${i}`)).to.equal(null);
      expect(await refusalOf(repeat(first))).to.include({ status: 429 });
    });

    it('waits for nothing when the first guess after a wait was right', async () => {
      const submission = 'a'.repeat(64);
      for (let i = 0; i < 5; i += 1) await refusalOf(change('no-es-la-clave'));
      const both = [1, 2].map(() => change(ana.password, at(31), { token: first, submission }));
      for (const { session } of await Promise.all(both)) expect(await isOpen(session.token)).to.equal(true);
    });

    it('is not mistaken for a change that another one overtook', async () => {
      const other = change(ana.password, START, { password: 'una-clave-ajena' });
      const { kept, refused } = await settle([change(ana.password), other]);
      expect([kept.length, refused.length]).to.deep.equal([1, 1]);
    });
  });

  it('refuses the same one again, and one that is easy to guess, and changes nothing', async () => {
    for (const password of [ana.password, 'contraseña1', 'ana-inventada']) {
      const refusal = await refusalOf(change(ana.password, START, { password }));
      expect(refusal).to.include({ code: 'validation', status: 400 });
      expect(refusal.fields).to.have.all.keys('password');
    }
    expect(await isOpen(first)).to.equal(true);
    expect((await enter(ana.password)).user.id).to.equal(user.id);
  });

  it('makes every other device a stranger’s', async () => {
    const { device } = await change(ana.password);
    const rows = await database.query<{ token_hash: string }>('select token_hash from accounts.devices');
    const hash = createHash('sha256').update(device.token).digest('hex');
    expect(rows).to.deep.equal([{ token_hash: hash }]);
  });

  it('leaves the sessions of others open', async () => {
    const other = await createPerson(database.fork());
    const { token } = await openSession(
      database.fork(),
      other.id,
      { persistent: false, ip, userAgent: '' },
      START,
    );

    await change(ana.password);

    expect(await isOpen(token)).to.equal(true);
  });

  it('is refused with 400 at its field when the current one is wrong, and changes nothing', async () => {
    const refusal = await refusalOf(change('no-es-la-clave'));

    expect(refusal).to.include({ code: 'validation', status: 400 });
    expect(refusal.fields).to.have.all.keys('current');
    expect(await isOpen(first)).to.equal(true);
    expect((await enter(ana.password)).user.id).to.equal(user.id);
  });

  it('is throttled like a login: a stolen session is no way to guess the password', async () => {
    for (let i = 0; i < 5; i += 1) await refusalOf(change('no-es-la-clave'));

    expect(await refusalOf(change(ana.password))).to.include({ status: 429, retryAfterS: 30 });
  });

  it('is throttled by session: whoever has stolen one keeps the owner of another from nothing', async () => {
    const stolen = (await enter(ana.password)).session.token;
    for (let i = 0; i < 6; i += 1) await refusalOf(change('no-es-la-clave', START, { token: stolen }));
    expect(await refusalOf(change(ana.password, START, { token: stolen }))).to.include({ status: 429 });
    expect(await isOpen((await change(ana.password)).session.token)).to.equal(true);
  });

  it('is throttled apart from logging in: neither keeps the owner from the other', async () => {
    for (let i = 0; i < 5; i += 1) await refusalOf(change('no-es-la-clave'));
    expect((await enter(ana.password)).user.id).to.equal(user.id);
    for (let i = 0; i < 5; i += 1) await refusalOf(enter('no-es-la-clave'));
    expect(await isOpen((await change(ana.password, at(31))).session.token)).to.equal(true);
  });

  it('is open to who has a second factor after a proof in their own session, not in that of another', async () => {
    await database.query('update accounts.users set factor_since = $1', [START]);
    const other = await createPerson(database.fork());
    const browser = { persistent: false, ip, userAgent: '' };
    const { token } = await openSession(database.fork(), other.id, browser, START);
    expect(await refusalOf(change(ana.password, START, { token }))).to.include({ code: 'proof_needed' });
    expect(await isOpen((await change(ana.password)).session.token)).to.equal(true);
  });

  it('has not begun to count when the new one is refused: the current one was right', async () => {
    for (let i = 0; i < 6; i += 1)
      expect(await refusalOf(change(ana.password, START, { password: ana.cedula }))).to.include({
        status: 400,
      });
    expect(await isOpen((await change(ana.password)).session.token)).to.equal(true);
  });
});
