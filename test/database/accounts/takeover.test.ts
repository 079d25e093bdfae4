import { expect } from 'chai';
import { changeRole } from '../../../services/accounts/administration/change-role.ts';
import { promote } from '../../../services/accounts/administration/without-actor.ts';
import { decideRecovery } from '../../../services/accounts/recovery/decide.ts';
import { askRecovery, makeLink } from '../../../services/accounts/recovery/requests.ts';
import { UserEntity, type UserRow } from '../../../services/accounts/store/entities.ts';
import type { Role } from '../../../shared/contract/accounts.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, createPerson, ip } from './support/people.ts';
import { anyText } from './support/policy.ts';

const DAY = 24 * 3_600;
const reason = 'Perdió su contraseña';

describe('One ADMIN who wants the account of another', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;
  let victim: UserRow;
  let third: UserRow;
  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN' });
    victim = await createPerson(database.fork(), { role: 'ADMIN' });
    third = await createPerson(database.fork(), { role: 'ADMIN' });
  });

  const give = (by: UserRow, userId: string, role: Role, now = at(0)) =>
    changeRole(database.fork(), { actor: actorOf(by), userId, role, reason, ip }, now);
  const make = (userId: string, by = admin, now = at(0)) =>
    makeLink(database.fork(), { actor: actorOf(by), userId, reason, ip }, now);
  const decide = async (by: UserRow, now = at(0)) => {
    const [request] = await database.query<{ id: string }>(
      'select id from accounts.recovery_requests where decided_at is null',
    );
    const given = { requestId: request?.id ?? '', granted: true, reason, ip };
    return decideRecovery(database.fork(), { actor: { id: by.id, role: 'ADMIN' }, ...given }, now);
  };

  it('gets no link alone by taking their role away first, for a month', async () => {
    await give(admin, victim.id, 'USER');
    expect(await make(victim.id)).to.deep.equal({ token: null });
    const newcomer = await createPerson(database.fork());
    expect((await make(newcomer.id)).token, 'somebody who never was staff').to.be.a('string');
    await database.query('delete from accounts.recovery_requests');
    expect(await make(victim.id, admin, at(30 * DAY - 1))).to.deep.equal({ token: null });
    await database.query('delete from accounts.recovery_requests');
    expect((await make(victim.id, admin, at(30 * DAY))).token).to.be.a('string');
  });

  it('gets none alone for other staff, nor for who has a second factor', async () => {
    for (const role of ['OPERATOR', 'COORDINATOR'] as const)
      expect(await make((await createPerson(database.fork(), { role })).id)).to.deep.equal({ token: null });
    const careful = await createPerson(database.fork());
    await database.fork().nativeUpdate(UserEntity, { id: careful.id }, { factorSince: at(0) });
    expect(await make(careful.id)).to.deep.equal({ token: null });
  });

  it('has no say of an ADMIN of less than a week beside it, whoever made them one', async () => {
    const fresh = await createPerson(database.fork());
    await give(third, fresh.id, 'ADMIN');
    await make(victim.id);
    expect(await refusalOf(decide(fresh, at(7 * DAY - 1)))).to.include({ code: 'new_admin', status: 403 });
    expect((await decide(fresh, at(7 * DAY))).token).to.be.a('string');
  });

  it('has no say beside it for a month of the ADMIN whom they made one, in either order', async () => {
    const puppet = await createPerson(database.fork());
    await give(admin, puppet.id, 'ADMIN');
    await make(victim.id);
    expect(await refusalOf(decide(puppet, at(30 * DAY - 1)))).to.include({ code: 'new_admin' });
    await database.query('delete from accounts.recovery_requests');
    await make(victim.id, { ...puppet, role: 'ADMIN' } as UserRow);
    expect(await refusalOf(decide(admin, at(30 * DAY - 1)))).to.include({ code: 'new_admin' });
    expect((await decide(third, at(8 * DAY))).token, 'another decides').to.be.a('string');
  });

  it('waits for nobody in the first days of a portal, whose ADMINs are of the command line', async () => {
    const second = await createPerson(database.fork());
    await promote(database.fork(), { cedula: second.cedula, role: 'ADMIN', reason }, at(0));
    await make(victim.id);
    expect((await decide(second)).token).to.be.a('string');
  });
});

describe('A leader who asks for a recovery', () => {
  const database = useDatabase('accounts');

  it('learns nothing of who does not show themselves to them any more', async () => {
    const leader = await createPerson(database.fork(), { role: 'LEADER' });
    const referred = await createPerson(database.fork(), { referrerId: leader.id });
    await database.fork().nativeUpdate(UserEntity, { id: referred.id }, { shared: false });
    const asked = askRecovery(
      database.fork(),
      anyText,
      { actor: actorOf(leader), userId: referred.id, reason, ip },
      at(0),
    );
    expect(await refusalOf(asked)).to.include({ code: 'not_found', status: 404 });
  });
});
