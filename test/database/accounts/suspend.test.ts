import { expect } from 'chai';
import { changeRole } from '../../../services/accounts/administration/change-role.ts';
import { restore, suspend } from '../../../services/accounts/administration/suspend.ts';
import { suspendFromOutside } from '../../../services/accounts/administration/without-actor.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { roles } from '../../../shared/contract/accounts.ts';
import { refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { login } from './support/login.ts';
import { userOfSession } from './support/open-sessions.ts';
import { actorOf, ana, createPerson, ip, registrationOf } from './support/people.ts';
import { register } from './support/register.ts';

const NOW = at(1_000);
const REASON = 'Se fue del equipo';

describe('An account that is suspended', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;
  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN' });
  });

  const change = (of: typeof suspend, userId: string, by: Pick<UserRow, 'id' | 'role'> = admin) =>
    of(database.fork(), { actor: actorOf(by), userId, reason: REASON, ip }, NOW);
  const trail = () =>
    database.query<{ action: string }>(
      `select actor_id, action, subject_ids, detail from accounts.audit where action like 'user.%' order by id`,
    );
  const openSessions = async (userId: string): Promise<number> =>
    (await database.query('select 1 from accounts.sessions where user_id = $1', [userId])).length;
  const logIn = (password: string) =>
    login(database.fork(), { cedula: ana.cedula, password, remember: false, ip, userAgent: '' }, NOW);

  it('opens nothing: neither a session that it had nor a new one, until it is restored', async () => {
    const { user, session } = await register(database.fork(), registrationOf(), NOW);

    const told = await change(suspend, user.id);
    expect(told.suspendedAt).to.equal(NOW.toISOString());
    expect(await openSessions(user.id)).to.equal(0);
    expect(await userOfSession(database.fork(), session.token, NOW)).to.equal(null);
    expect(await refusalOf(logIn(ana.password))).to.include({ code: 'account_suspended', status: 403 });
    expect(await refusalOf(logIn('otra-cosa')), 'to who guesses').to.include({ code: 'wrong_credentials' });
    expect(await openSessions(user.id)).to.equal(0);

    expect((await change(restore, user.id)).suspendedAt).to.equal(null);
    expect((await logIn(ana.password)).user.id).to.equal(user.id);
  });

  it('is written down with who did it and why, once, also when the form is sent twice', async () => {
    const { id } = await createPerson(database.fork());
    for (const one of [suspend, suspend, restore, restore]) await change(one, id);
    const entry = { actor_id: admin.id, subject_ids: [id], detail: REASON };
    expect(await trail()).to.deep.equal([
      { ...entry, action: 'user.suspend' },
      { ...entry, action: 'user.restore' },
    ]);
  });

  it('is nobody’s own, nor done by anybody but an ADMIN, and leaves no trace then', async () => {
    expect(await refusalOf(change(suspend, admin.id))).to.include({ code: 'own_account', status: 403 });
    const person = await createPerson(database.fork());
    for (const role of roles.filter((one) => one !== 'ADMIN')) {
      const other = await createPerson(database.fork(), { role });
      expect(await refusalOf(change(suspend, person.id, other))).to.include({ code: 'forbidden' });
    }
    expect(await refusalOf(change(suspend, crypto.randomUUID()))).to.include({ code: 'not_found' });
    expect(await trail()).to.deep.equal([]);
  });

  it('is never the last one that administers, also from outside and when two suspend each other', async () => {
    const outside = (suspended: boolean) =>
      suspendFromOutside(database.fork(), { cedula: admin.cedula, suspended, reason: REASON }, NOW);
    expect(await refusalOf(outside(true))).to.include({ code: 'last_admin', status: 409 });

    const other = await createPerson(database.fork(), { role: 'ADMIN' });
    const { kept, refused } = await settle([change(suspend, other.id), change(suspend, admin.id, other)]);
    expect([kept.length, refused.length]).to.deep.equal([1, 1]);
  });

  it('administers nothing: it neither counts as somebody who does, nor gives a role', async () => {
    const other = await createPerson(database.fork(), { role: 'ADMIN' });
    const person = await createPerson(database.fork());
    await change(suspend, other.id);
    const giving = { userId: person.id, role: 'LEADER', reason: REASON, ip } as const;
    const given = changeRole(database.fork(), { actor: actorOf(other), ...giving }, NOW);
    expect(await refusalOf(given)).to.include({ code: 'forbidden' });
    const outside = { cedula: admin.cedula, suspended: true, reason: REASON };
    expect(await refusalOf(suspendFromOutside(database.fork(), outside, NOW))).to.include({
      code: 'last_admin',
    });
  });
});
