import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { listRegistered } from '../../../services/accounts/referrals/registered.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { actorOf, consent, createPerson } from './support/people.ts';
import { anyText } from './support/policy.ts';

describe('Who registered, and waits for an answer', () => {
  const database = useDatabase('accounts');
  const person = (given = {}): Promise<UserRow> => createPerson(database.fork(), { consent, ...given });
  const registered = async (actor: Actor, ...people: { id: string }[]) =>
    listRegistered(database.fork(), anyText, { actor, userIds: people.map(({ id }) => id) });

  it('is known with who referred them, and who referred that LEADER', async () => {
    const coordinator = await person({ role: 'COORDINATOR' });
    const leader = await person({ role: 'LEADER', referrerId: coordinator.id });
    const friend = await person({ referrerId: leader.id });
    const subject = { userId: friend.id, referrerId: leader.id, coordinatorId: coordinator.id };

    for (const actor of [actorOf(friend), actorOf(leader), actorOf(coordinator)])
      expect(await registered(actor, friend), actor.role).to.deep.equal([subject]);
  });

  it('is nobody with an account without consent: they are never looked up', async () => {
    const admin = await person({ role: 'ADMIN', consent: null });
    expect(await registered(actorOf(admin), admin)).to.deep.equal([]);
  });

  it('is told to those only who may be shown the answer, and of nobody who is missing', async () => {
    const friend = await person({ referrerId: (await person({ role: 'LEADER' })).id });
    const user = await person();
    const theirs = await person({ referrerId: user.id });
    const operator: Actor = { id: randomUUID(), role: 'OPERATOR' };
    for (const actor of [actorOf(user), operator, actorOf(await person({ role: 'LEADER' }))])
      expect(await registered(actor, friend, theirs, { id: randomUUID() }), actor.role).to.deep.equal([]);

    const admin: Actor = { id: randomUUID(), role: 'ADMIN' };
    const found = await registered(admin, friend, theirs, { id: randomUUID() });
    expect(found.map(({ userId }) => userId)).to.have.members([friend.id, theirs.id]);
  });
});
