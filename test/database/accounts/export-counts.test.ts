import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { noteExport } from '../../../services/accounts/audit/audit.ts';
import { countByFilter } from '../../../services/accounts/referrals/numbers.ts';
import { listReferrals } from '../../../services/accounts/referrals/referrals.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import type { Actor, StatusFilter } from '../../../shared/contract/accounts.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { referThree } from './support/leader.ts';
import { actorOf, createPerson, ip, origin } from './support/people.ts';
import { anyText } from './support/policy.ts';

const NOW = at(1_000);

describe('What an export has', () => {
  const database = useDatabase('accounts');
  let coordinator: UserRow;
  let leader: UserRow;

  beforeEach(async () => {
    coordinator = await createPerson(database.fork(), { role: 'COORDINATOR' });
    leader = await createPerson(database.fork(), { role: 'LEADER', referrerId: coordinator.id });
    await referThree(database, leader.id);
  });

  const everybody = { status: 'todos', q: '' } as const;
  const count = async (
    actor: Actor,
    { status = 'todos', q = '', leaderId }: { status?: StatusFilter; q?: string; leaderId?: string } = {},
  ) => (await countByFilter(database.fork(), anyText, { actor, q, leaderId }))[status];

  it('is counted as the list is narrowed', async () => {
    const actor = actorOf(leader);
    for (const [narrowing, total] of [
      [{}, 3],
      [{ q: 'ana' }, 2],
      [{ status: 'encontrados' }, 2],
      [{ status: 'encontrados', q: 'ana' }, 1],
      [{ q: 'nadie' }, 0],
    ] as const) {
      expect(await count(actor, narrowing), JSON.stringify(narrowing)).to.equal(total);
    }
  });

  it('is for a COORDINATOR also that of a LEADER whom they referred', async () => {
    const actor = actorOf(coordinator);
    expect([await count(actor), await count(actor, { leaderId: leader.id })]).to.deep.equal([1, 3]);
    const params = {
      actor,
      ...everybody,
      sort: 'name',
      limit: 25,
      counts: false,
      ip,
      leaderId: leader.id,
    } as const;
    const { items } = await listReferrals(database.fork(), anyText, params, NOW);
    expect(items.map(({ nombreCompleto }) => nombreCompleto)).to.deep.equal([
      'Ana Dos',
      'Ana Uno',
      'Luz Tres',
    ]);
  });

  it('is for nobody else that of a leader: the same 404 as for somebody who is missing', async () => {
    const missing = await refusalOf(count(actorOf(coordinator), { leaderId: randomUUID() }));
    expect(missing).to.include({ code: 'not_found', status: 404 });
    const user = await createPerson(database.fork(), { referrerId: coordinator.id });
    const stranger = await createPerson(database.fork(), { role: 'COORDINATOR' });
    for (const [by, leaderId] of [
      [actorOf(stranger), leader.id],
      [{ id: coordinator.id, role: 'ADMIN' }, leader.id],
      [actorOf(coordinator), user.id],
    ] as const) {
      expect(await refusalOf(count(by, { leaderId }))).to.deep.equal(missing);
    }
  });

  it('is refused to an OPERATOR with 403', async () => {
    expect(await refusalOf(count({ id: leader.id, role: 'OPERATOR' }))).to.include({ status: 403 });
  });

  it('is written down with the filter, when it begins, and with whose list it is', async () => {
    const actor = actorOf(leader);
    const noted = { actor, detail: 'formato=csv', ip: origin.ip };
    await noteExport(database.fork(), noted, NOW);
    await noteExport(database.fork(), { ...noted, leaderId: leader.id }, NOW);

    const entry = { at: NOW, actor_id: leader.id, action: 'referrals.export', ip: origin.ip };
    expect(
      await database.query(
        'select at, actor_id, action, subject_ids, ip, detail from accounts.audit order by id',
      ),
    ).to.deep.equal([
      { ...entry, subject_ids: [], detail: 'formato=csv' },
      { ...entry, subject_ids: [leader.id], detail: 'formato=csv' },
    ]);
  });
});
