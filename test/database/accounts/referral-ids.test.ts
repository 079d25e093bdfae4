import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { listReferralIds } from '../../../services/accounts/referrals/referral-ids.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { actorOf, createPerson } from './support/people.ts';
import { anyText } from './support/policy.ts';

describe('The ids of everybody whom a filter finds', () => {
  const database = useDatabase('accounts');
  let leader: UserRow;

  beforeEach(async () => {
    leader = await createPerson(database.fork(), { role: 'LEADER' });
  });

  const refer = (by: UserRow, nombreCompleto = 'Persona Inventada') =>
    createPerson(database.fork(), { referrerId: by.id, nombreCompleto });
  const ids = (given: Partial<ActionParams<'accounts.referralIds'>> = {}) =>
    listReferralIds(database.fork(), anyText, {
      ...{ actor: actorOf(leader), status: 'todos', q: '', limit: 5_000, ...given },
    });

  it('are of those whom the actor referred, page by page, each once and in an order that stays', async () => {
    const mine: string[] = [];
    for (let person = 0; person < 5; person += 1) mine.push((await refer(leader)).id);
    await refer(await createPerson(database.fork()));

    const first = await ids({ limit: 2 });
    const second = await ids({ limit: 2, cursor: first.next ?? '' });
    const third = await ids({ limit: 2, cursor: second.next ?? '' });

    expect([...first.ids, ...second.ids, ...third.ids]).to.deep.equal(mine.toSorted());
    expect(third.next).to.equal(null);
    expect(await ids({ limit: 5 })).to.deep.equal({ ids: mine.toSorted(), next: null });
  });

  it('are narrowed as the list is', async () => {
    const rosa = await refer(leader, 'Rosa Inventada');
    const pedro = await refer(leader, 'Pedro Inventado');
    await copyStatuses(database.fork(), [
      { userId: pedro.id, referrerId: leader.id, status: 'ACTIVE', version: 1 },
    ]);

    expect((await ids({ q: 'rosa' })).ids).to.deep.equal([rosa.id]);
    expect((await ids({ status: 'encontrados' })).ids).to.deep.equal([pedro.id]);
    expect((await ids({ status: 'errores' })).ids).to.deep.equal([]);
  });

  it('are refused to who may not see answers', async () => {
    for (const role of ['USER', 'OPERATOR'] as const)
      expect(await refusalOf(ids({ actor: { id: leader.id, role } }))).to.include({ status: 403 });
  });

  it('are of a LEADER only for the COORDINATOR who referred them; for others there is no such leader', async () => {
    const coordinator = await createPerson(database.fork(), { role: 'COORDINATOR' });
    const own = await createPerson(database.fork(), { role: 'LEADER', referrerId: coordinator.id });
    const user = await createPerson(database.fork(), { referrerId: coordinator.id });
    const person = await refer(own);

    const actor = actorOf(coordinator);
    expect((await ids({ actor, leaderId: own.id })).ids).to.deep.equal([person.id]);
    for (const [by, leaderId] of [
      [actor, leader.id],
      [actor, user.id],
      [actorOf(leader), own.id],
      [{ ...actor, role: 'ADMIN' as const }, own.id],
    ] as const)
      expect(await refusalOf(ids({ actor: by, leaderId }))).to.include({ status: 404 });
  });
});
