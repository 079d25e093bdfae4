import { expect } from 'chai';
import {
  decisionsOf,
  giveConsent,
  inForce,
  withdrawConsent,
} from '../../../services/accounts/consent/decisions.ts';
import { createSettled } from '../../../services/accounts/consent/keep-current.ts';
import { outdateOwn } from '../../../services/accounts/consent/outdate.ts';
import {
  hasOutdated,
  haveOutdated,
  outdateDecisions,
} from '../../../services/accounts/consent/outdate-many.ts';
import { askRecovery } from '../../../services/accounts/recovery/requests.ts';
import { countByFilter } from '../../../services/accounts/referrals/numbers.ts';
import { listReferralIds } from '../../../services/accounts/referrals/referral-ids.ts';
import { listReferrals, readReferral } from '../../../services/accounts/referrals/referrals.ts';
import { listRegistered } from '../../../services/accounts/referrals/registered.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { type Purpose, purposes } from '../../../shared/contract/consent.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, consent, createPerson, ip } from './support/people.ts';

const LATER = { version: '2027-01-01', hash: 'd1'.repeat(32) };

describe('A text that allows more', () => {
  const database = useDatabase('accounts');
  let person: UserRow;
  beforeEach(async () => {
    person = await createPerson(database.fork(), { consent });
    await database.query('delete from accounts.outbox');
  });

  const outdate = (widened: Partial<Record<Purpose, string>>) =>
    outdateDecisions(
      () => database.fork(),
      { since: { policy: '', lookup: '', sharing: '', ...widened } },
      () => at(100),
    );
  const standing = async () => {
    const held = inForce(await decisionsOf(database.fork(), person.id));
    return purposes.filter((purpose) => held[purpose] !== null);
  };
  const asked = async () =>
    (await database.query<{ asked_again: boolean }>('select asked_again from accounts.users'))[0]
      ?.asked_again;
  const announced = async () =>
    (
      await database.query<{ payload: object }>(
        `select payload from accounts.outbox where name = 'user.consent_changed' order by id`,
      )
    ).map(({ payload }) => payload);

  it('ends what it widens and nothing else, asks again, and lets nobody be looked up before', async () => {
    expect(await outdate({ lookup: LATER.version })).to.equal(1);
    expect(await outdate({ lookup: LATER.version })).to.equal(0);

    expect(await standing()).to.deep.equal(['policy', 'sharing']);
    expect(await asked()).to.equal(true);
    const [told] = await announced();
    expect(told).to.deep.include({ userId: person.id, lookup: false, sharing: true, asking: true });
  });

  it('names to nobody who was never shared, and keeps what is known only of who is asked for the lookup', async () => {
    const leader = await createPerson(database.fork(), { role: 'LEADER' });
    person = await createPerson(database.fork(), {
      ...{ referrerId: leader.id, consent: { ...consent, purposes: ['policy', 'lookup'] } },
    });
    await outdate({ policy: LATER.version });
    const told = (await announced()).filter((one) => (one as { userId: string }).userId === person.id);
    expect(told[0]).to.deep.include({ referrerId: null, coordinatorId: null }).and.not.have.key('asking');
  });

  it('takes name and cédula from every list at once, before the round has come to them', async () => {
    const coordinator = await createPerson(database.fork(), { role: 'COORDINATOR' });
    const leader = await createPerson(database.fork(), {
      role: 'LEADER',
      referrerId: coordinator.id,
      consent,
    });
    person = await createPerson(database.fork(), { referrerId: leader.id, consent });
    const later = { ...consent, text: LATER };
    const decided = await createPerson(database.fork(), { referrerId: leader.id, consent: later });
    const sharing = {
      texts: { since: { policy: '', lookup: '', sharing: LATER.version } },
      settled: createSettled(),
    };
    const shown = async (by: UserRow = leader, leaderId?: string) => {
      const params = {
        actor: actorOf(by),
        status: 'todos',
        q: '',
        sort: 'recent',
        limit: 25,
        leaderId,
      } as const;
      const keep = [person.id];
      const { items, counts } = await listReferrals(
        database.fork(),
        sharing,
        { ...params, keep, counts: true, ip },
        at(60),
      );
      const { ids } = await listReferralIds(database.fork(), sharing, params);
      expect(ids).to.have.members(items.map(({ id }) => id));
      return { ids: items.map(({ id }) => id), counts };
    };
    const read = (userId: string, by = leader) =>
      readReferral(database.fork(), sharing, { actor: actorOf(by), userId, ip }, at(60));
    const registered = async () =>
      (
        await listRegistered(database.fork(), sharing, {
          ...{ actor: actorOf(leader), userIds: [person.id, decided.id] },
        })
      ).map(({ userId }) => userId);

    const expected = {
      ids: [decided.id],
      counts: { pendientes: 1, encontrados: 0, novedades: 0, errores: 0 },
    };
    expect(await shown()).to.deep.equal({
      ...expected,
      counts: { ...expected.counts, ocultos: 1, todos: 2 },
    });
    const searched = await countByFilter(database.fork(), sharing, {
      actor: actorOf(leader),
      q: 'inventada',
    });
    expect(searched.todos).to.equal(1);
    expect((await refusalOf(read(person.id))).code).to.equal('not_found');
    expect((await read(decided.id)).id).to.equal(decided.id);
    expect(await registered()).to.deep.equal([decided.id]);
    const recovering = (userId: string) =>
      askRecovery(
        database.fork(),
        sharing,
        { actor: actorOf(leader), userId, reason: 'Lo pidió', ip },
        at(60),
      );
    expect((await refusalOf(recovering(person.id))).code).to.equal('not_found');
    await recovering(decided.id);
    // The leader's own decision is of before as well: nobody coordinates them.
    expect((await shown(coordinator)).ids).to.deep.equal([]);
    expect((await refusalOf(shown(coordinator, leader.id))).code).to.equal('not_found');
    expect((await refusalOf(read(decided.id, coordinator))).code).to.equal('not_found');

    const before = await shown();
    await outdate(sharing.texts.since);
    sharing.settled.note(sharing.texts.since);
    expect(await shown(), 'the round changes nothing of it').to.deep.equal(before);
  });

  it('names those who saw them, and does not count before the round has come to them', async () => {
    const coordinator = await createPerson(database.fork(), {});
    const leader = await createPerson(database.fork(), { role: 'LEADER', referrerId: coordinator.id });
    person = await createPerson(database.fork(), { referrerId: leader.id, consent });
    const texts = { since: { policy: '', lookup: LATER.version, sharing: LATER.version } };
    expect(await hasOutdated(database.fork(), texts.since, person.id)).to.equal(true);
    // They decide meanwhile, on the later text.
    await database.fork().transactional(async (tx) => {
      await outdateOwn(tx, person.id, texts, at(40));
      await giveConsent(tx, person.id, { ...consent, purposes: ['sharing'], text: LATER }, at(50));
    });
    expect(await hasOutdated(database.fork(), texts.since, person.id)).to.equal(false);
    expect((await announced()).slice(-2)).to.deep.equal([
      {
        ...{
          userId: person.id,
          referrerId: leader.id,
          coordinatorId: coordinator.id,
          changedAt: at(40).toISOString(),
        },
        ...{ lookup: false, sharing: false, asking: true },
      },
      {
        ...{
          userId: person.id,
          referrerId: leader.id,
          coordinatorId: coordinator.id,
          changedAt: at(50).toISOString(),
        },
        ...{ lookup: false, sharing: true, asking: true },
      },
    ]);

    // The same of another, by the round over everybody; the first is left.
    const other = await createPerson(database.fork(), { referrerId: leader.id, consent });
    await outdate(texts.since);
    const told = (await announced()) as { userId: string }[];
    expect(told.findLast(({ userId }) => userId === other.id)).to.deep.equal({
      ...{
        userId: other.id,
        referrerId: leader.id,
        coordinatorId: coordinator.id,
        changedAt: at(100).toISOString(),
      },
      ...{ lookup: false, sharing: false, asking: true },
    });
    expect(told.filter(({ userId }) => userId === person.id)).to.have.length(2);
    expect(await haveOutdated(database.fork(), texts.since)).to.equal(false);
    expect(
      await database.query(
        'select status, total from accounts.referral_counts where referrer_id = $1 and total > 0',
        [leader.id],
      ),
    ).to.have.deep.members([
      { status: '', total: 1 },
      { status: 'HIDDEN', total: 1 },
    ]);
  });

  it('leaves who decides at that moment for the next round', async () => {
    await createPerson(database.fork(), { consent });
    await database.fork().transactional(async (tx) => {
      await tx.execute('select 1 from accounts.users where id = ? for update', [person.id]);
      expect(await outdate({ lookup: LATER.version })).to.equal(1);
    });
    expect(await standing()).to.include('lookup');
    expect(await outdate({ lookup: LATER.version })).to.equal(1);
    expect(await standing()).not.to.include('lookup');
  });

  it('leaves who decided on it, or on a later one', async () => {
    await database
      .fork()
      .transactional((tx) => giveConsent(tx, person.id, { ...consent, purposes, text: LATER }, at(50)));
    expect(await outdate({ policy: LATER.version, lookup: LATER.version, sharing: LATER.version })).to.equal(
      0,
    );
    expect(await asked()).to.equal(false);
  });

  it('is accepted by giving again, and refused by a no: then nothing is kept', async () => {
    await outdate({ lookup: LATER.version, sharing: LATER.version });
    await database
      .fork()
      .transactional((tx) =>
        giveConsent(tx, person.id, { ...consent, purposes: ['sharing'], text: LATER }, at(110)),
      );
    // The lookup is still to be decided.
    expect(await asked()).to.equal(true);
    expect((await announced()).at(-1)).to.deep.include({ lookup: false, sharing: true, asking: true });

    await database.fork().transactional((tx) => withdrawConsent(tx, person.id, ['lookup'], at(120)));
    expect(await asked()).to.equal(false);
    expect((await announced()).at(-1))
      .to.deep.include({ lookup: false, sharing: true })
      .and.not.have.key('asking');
  });

  it('asks everybody, however many they are', async () => {
    for (let n = 0; n < 30; n += 1) await createPerson(database.fork(), { consent });
    const ended = await Promise.all([outdate({ lookup: LATER.version }), outdate({ lookup: LATER.version })]);
    expect(ended[0] + ended[1] + (await outdate({ lookup: LATER.version }))).to.equal(31);
    expect(await database.query('select 1 from accounts.users where not asked_again')).to.deep.equal([]);
  });
});
