import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { listLeaders } from '../../../services/accounts/referrals/leaders.ts';
import { countByFilter } from '../../../services/accounts/referrals/numbers.ts';
import { listReferrals, readReferral } from '../../../services/accounts/referrals/referrals.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, createPerson, ip } from './support/people.ts';
import { anyText } from './support/policy.ts';

const NOW = at(1_000);

describe('A COORDINATOR', () => {
  const database = useDatabase('accounts');
  let coordinator: UserRow;
  let leader: UserRow;
  let person: UserRow;

  beforeEach(async () => {
    coordinator = await createPerson(database.fork(), { role: 'COORDINATOR' });
    leader = await createPerson(database.fork(), {
      role: 'LEADER',
      nombreCompleto: 'Lucía Líder',
      referrerId: coordinator.id,
    });
    person = await createPerson(database.fork(), { referrerId: leader.id });
  });

  const list = (by: UserRow, given: Partial<ActionParams<'accounts.referrals'>> = {}) => {
    const params = { status: 'todos', q: '', sort: 'recent', limit: 25, counts: false, ip } as const;
    return listReferrals(database.fork(), anyText, { ...params, actor: actorOf(by), ...given }, NOW);
  };
  const read = (by: UserRow, userId: string) =>
    readReferral(database.fork(), anyText, { actor: actorOf(by), userId, ip }, NOW);

  it('is told in their own list how many people each LEADER of it referred', async () => {
    const plain = await createPerson(database.fork(), { referrerId: coordinator.id });
    await createPerson(database.fork(), { referrerId: plain.id });
    const fresh = await createPerson(database.fork(), { role: 'LEADER', referrerId: coordinator.id });

    const { items, led, leader: whose } = await list(coordinator);

    expect(items).to.have.lengthOf(3);
    expect(led).to.deep.equal({ [leader.id]: 1, [fresh.id]: 0 });
    expect(whose).to.equal(null);
  });

  it('lists and counts whom such a LEADER referred, and leaves a trace', async () => {
    const { items, leader: whose } = await list(coordinator, { leaderId: leader.id });

    expect(items.map(({ id }) => id)).to.deep.equal([person.id]);
    expect(whose).to.deep.equal({ id: leader.id, nombreCompleto: 'Lucía Líder' });
    const actor = actorOf(coordinator);
    const counts = await countByFilter(database.fork(), anyText, { actor, leaderId: leader.id, q: '' });
    expect(counts).to.include({ todos: 1, pendientes: 1 });
    expect(await database.query('select actor_id, subject_ids from accounts.trail')).to.deep.equal([
      { actor_id: coordinator.id, subject_ids: [person.id] },
    ]);
  });

  describe('compares their LEADERs', () => {
    const compare = (by: UserRow, limit = 10) =>
      listLeaders(database.fork(), anyText, { actor: actorOf(by), limit, ip }, NOW);

    it('by how many people each has, the most first, and leaves a trace of whom they were shown', async () => {
      const bigger = await createPerson(database.fork(), { role: 'LEADER', referrerId: coordinator.id });
      for (const censusStatus of ['ACTIVE', 'NOT_FOUND', 'TIMEOUT'] as const) {
        const { id } = await createPerson(database.fork(), { referrerId: bigger.id });
        await copyStatuses(database.fork(), [{ userId: id, status: censusStatus, version: 1 }]);
      }
      await createPerson(database.fork(), { referrerId: coordinator.id });
      await createPerson(database.fork(), { role: 'LEADER' });

      const { items, total } = await compare(coordinator);

      expect(total).to.equal(2);
      expect(items.map(({ id }) => id)).to.deep.equal([bigger.id, leader.id]);
      expect(items[0]?.counts).to.deep.equal({
        ...{ todos: 3, encontrados: 1, novedades: 1, errores: 1, pendientes: 0, ocultos: 0 },
      });
      expect(items[1]).to.include({ nombreCompleto: 'Lucía Líder', role: 'LEADER', referralGoal: 10 });
      expect((await compare(coordinator, 1)).total, 'of all, also where few are shown').to.equal(2);
      const [trace] = await database.query('select actor_id, subject_ids from accounts.audit order by id');
      expect(trace).to.deep.equal({ actor_id: coordinator.id, subject_ids: [bigger.id, leader.id] });
    });

    it('but not those who do not share', async () => {
      await database.query('update accounts.users set shared = false where id = $1', [leader.id]);

      expect(await compare(coordinator)).to.deep.equal({ items: [], total: 0 });
    });

    it('as an ADMIN does everybody who leads or coordinates, and nobody else may', async () => {
      const admin = await createPerson(database.fork(), { role: 'ADMIN' });
      const { items } = await compare(admin);

      expect(items.map(({ id }) => id)).to.have.members([coordinator.id, leader.id]);
      for (const role of ['USER', 'LEADER', 'OPERATOR'] as const) {
        const other = await createPerson(database.fork(), { role });
        expect(await refusalOf(compare(other)), role).to.include({ code: 'forbidden', status: 403 });
      }
    });
  });

  it('opens such a person, and is told by way of whom', async () => {
    expect(await read(coordinator, person.id)).to.deep.include({
      id: person.id,
      leader: { id: leader.id, nombreCompleto: 'Lucía Líder' },
    });
    expect((await read(leader, person.id)).leader, 'read by the LEADER').to.equal(null);
  });

  it('gets the same 404 for a foreign LEADER, for who does not lead, and for nobody', async () => {
    const foreign = await createPerson(database.fork(), { role: 'LEADER' });
    const plain = await createPerson(database.fork(), { referrerId: coordinator.id });
    const beyond = await createPerson(database.fork(), { referrerId: plain.id });

    const refusals = [];
    for (const leaderId of [foreign.id, plain.id, randomUUID()]) {
      refusals.push(await refusalOf(list(coordinator, { leaderId })));
      const actor = actorOf(coordinator);
      refusals.push(await refusalOf(countByFilter(database.fork(), anyText, { actor, leaderId, q: '' })));
    }
    refusals.push(
      await refusalOf(read(coordinator, beyond.id)),
      await refusalOf(read(coordinator, randomUUID())),
    );

    expect(refusals[0]).to.include({ code: 'not_found', status: 404 });
    for (const refusal of refusals) expect(refusal).to.deep.equal(refusals[0]);
  });

  it('sees no more of a LEADER who leads no longer', async () => {
    await database.query(`update accounts.users set role = 'USER' where id = $1`, [leader.id]);

    expect((await refusalOf(list(coordinator, { leaderId: leader.id }))).status).to.equal(404);
    expect((await refusalOf(read(coordinator, person.id))).status).to.equal(404);
  });

  it('is the only one who may: another role that referred the LEADER gets 404', async () => {
    for (const role of ['USER', 'LEADER', 'ADMIN'] as const) {
      await database.query('update accounts.users set role = $1 where id = $2', [role, coordinator.id]);
      const by = { ...coordinator, role } as UserRow;

      expect((await refusalOf(list(by, { leaderId: leader.id }))).status, role).to.equal(404);
      expect((await list(by)).led, role).to.deep.equal({});
    }
  });
});

describe('Who may list no referrals', () => {
  const database = useDatabase('accounts');
  const params = { status: 'todos', q: '', sort: 'recent', limit: 25, counts: false, ip } as const;

  it('is an OPERATOR, who sees nobody', async () => {
    const operator = await createPerson(database.fork(), { role: 'OPERATOR' });
    const { id } = await createPerson(database.fork(), { referrerId: operator.id });
    const actor = actorOf(operator);

    const refusal = await refusalOf(listReferrals(database.fork(), anyText, { ...params, actor }, NOW));
    expect(refusal).to.include({ code: 'forbidden', status: 403 });
    const opened = readReferral(database.fork(), anyText, { actor, userId: id, ip }, NOW);
    expect((await refusalOf(opened)).status).to.equal(404);
  });

  it('is, by status, a USER: it would tell census data', async () => {
    const actor = actorOf(await createPerson(database.fork()));

    const refusal = await refusalOf(
      listReferrals(database.fork(), anyText, { ...params, actor, status: 'errores' }, NOW),
    );
    expect(refusal).to.include({ code: 'forbidden', status: 403 });
  });
});
