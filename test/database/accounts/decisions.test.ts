import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import {
  decisionsOf,
  type Given,
  giveConsent,
  inForce,
  withdrawConsent,
} from '../../../services/accounts/consent/decisions.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { type Purpose, purposes } from '../../../shared/contract/consent.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { consent, createPerson } from './support/people.ts';

describe('Decisions of a person', () => {
  const database = useDatabase('accounts');
  let coordinator: UserRow;
  let leader: UserRow;
  let person: UserRow;
  beforeEach(async () => {
    coordinator = await createPerson(database.fork(), { role: 'COORDINATOR' });
    leader = await createPerson(database.fork(), { role: 'LEADER', referrerId: coordinator.id });
    person = await createPerson(database.fork(), { referrerId: leader.id, consent });
    await database.query('delete from accounts.outbox');
  });

  const give = (wanted: readonly Purpose[], given: Partial<Given> = {}, now = at(10)) =>
    database
      .fork()
      .transactional((tx) => giveConsent(tx, person.id, { ...consent, purposes: wanted, ...given }, now));
  const withdraw = (named: readonly Purpose[], now = at(10)) =>
    database.fork().transactional((tx) => withdrawConsent(tx, person.id, named, now));
  const standing = async (): Promise<Purpose[]> => {
    const held = inForce(await decisionsOf(database.fork(), person.id));
    return purposes.filter((purpose) => held[purpose] !== null);
  };
  const user = async () => {
    const [row] = await database.query<{ shared: boolean; census_status: string | null; changed_at: Date }>(
      'select shared, census_status, changed_at from accounts.users where id = $1',
      [person.id],
    );
    if (row === undefined) throw new Error('the person is gone');
    return row;
  };
  const announced = () =>
    database.query<{ name: string; payload: object }>(
      'select name, payload from accounts.outbox order by id',
    );
  const changed = (lookup: boolean, sharing: boolean, seconds: number) => ({
    name: 'user.consent_changed',
    payload: {
      ...{ userId: person.id, referrerId: leader.id, coordinatorId: coordinator.id },
      ...{ lookup, sharing, changedAt: at(seconds).toISOString() },
    },
  });
  const counts = async () => {
    const rows = await database.query<{ status: string; total: number }>(
      'select status, total from accounts.referral_counts where referrer_id = $1 and total > 0',
      [leader.id],
    );
    return Object.fromEntries(rows.map(({ status, total }) => [status, total]));
  };

  /** What stands, what is withdrawn, and what stands after it. */
  const withdrawals: [before: Purpose[], named: Purpose[], after: Purpose[]][] = [
    [['policy', 'lookup', 'sharing'], ['lookup'], ['policy', 'sharing']],
    [['policy', 'lookup', 'sharing'], ['sharing'], ['policy', 'lookup']],
    [['policy', 'lookup', 'sharing'], ['lookup', 'sharing'], ['policy']],
    [['policy', 'lookup', 'sharing'], ['policy'], []],
    [['policy', 'lookup'], ['sharing'], ['policy', 'lookup']],
    [['policy', 'lookup'], ['policy'], []],
    [['policy', 'sharing'], ['lookup'], ['policy', 'sharing']],
    [['policy'], ['lookup', 'sharing'], ['policy']],
    [[], ['policy', 'lookup', 'sharing'], []],
  ];
  for (const [before, named, after] of withdrawals)
    it(`that are [${before}] without [${named}] are [${after}], and given again they are all`, async () => {
      await withdraw(purposes);
      await give(before, {}, at(20));
      await database.query('delete from accounts.outbox');

      const isNews = before.length !== after.length;
      expect(await withdraw(named, at(30))).to.equal(isNews);
      expect(await standing()).to.deep.equal(after);
      expect((await user()).shared).to.equal(after.includes('sharing'));
      const told = changed(after.includes('lookup'), after.includes('sharing'), 30);
      // Whoever was never shown them is not named either.
      const nobody = { referrerId: null, coordinatorId: null };
      expect(await announced()).to.deep.equal(
        isNews
          ? [{ ...told, payload: { ...told.payload, ...(before.includes('sharing') ? {} : nobody) } }]
          : [],
      );

      expect(await give(purposes, {}, at(40))).to.equal(after.length < purposes.length);
      expect(await standing()).to.deep.equal([...purposes]);
      expect((await user()).shared).to.equal(true);
    });

  it('stay as proof when they are withdrawn', async () => {
    await withdraw(['lookup'], at(60));
    await give(['lookup'], {}, at(90));

    const rows = (await decisionsOf(database.fork(), person.id)).filter(
      ({ purpose }) => purpose === 'lookup',
    );
    expect(rows.map(({ grantedAt, withdrawnAt }) => [grantedAt, withdrawnAt])).to.deep.equal([
      [at(0), at(60)],
      [at(90), null],
    ]);
  });

  it('are given anew on another text, and the old ones end', async () => {
    const text = { version: '2027-01', hash: 'ab'.repeat(32) };
    expect(await give(purposes, {})).to.equal(false);
    expect(await give(['policy', 'lookup'], { text }, at(60))).to.equal(true);

    const held = inForce(await decisionsOf(database.fork(), person.id));
    expect(purposes.map((purpose) => held[purpose]?.policyVersion)).to.deep.equal([
      '2027-01',
      '2027-01',
      consent.text.version,
    ]);
    expect(held.lookup?.textHash).to.equal(text.hash);
    // Nobody stopped to be looked up.
    expect(await announced()).to.deep.equal([changed(true, true, 60)]);
  });

  it('make a lookup due when it is given again, by the same event as a registration', async () => {
    await withdraw(['lookup'], at(60));
    await database.query('delete from accounts.outbox');
    await give(['lookup'], {}, at(90));

    const [first, second] = await announced();
    expect(first).to.deep.equal({
      name: 'user.registered',
      payload: {
        ...{ userId: person.id, cedula: person.cedula, referrerId: leader.id, subnet: consent.subnet },
        registeredAt: at(90).toISOString(),
      },
    });
    expect(second).to.deep.equal(changed(true, true, 90));
  });

  it('come one after the other, whatever the clocks of two processes say', async () => {
    await withdraw(['sharing'], at(60));
    await give(['sharing'], {}, at(30));

    const rows = (await decisionsOf(database.fork(), person.id)).filter(
      ({ purpose }) => purpose === 'sharing',
    );
    expect(rows.at(-1)?.grantedAt.getTime()).to.equal(at(60).getTime() + 1);
  });

  it('are one of each when they come at the same moment', async () => {
    await withdraw(purposes);
    await Promise.all([give(purposes), give(purposes), withdraw(['lookup']), give(['lookup'])]);

    const rows = await decisionsOf(database.fork(), person.id);
    for (const purpose of purposes)
      expect(
        rows.filter((row) => row.purpose === purpose && row.withdrawnAt == null).length,
        purpose,
      ).to.be.at.most(1);
    expect(await standing()).to.include.members(['policy', 'sharing']);
  });

  it('leave the number of those whom somebody invited, and take their status', async () => {
    await copyStatuses(database.fork(), [{ userId: person.id, status: 'ACTIVE', version: 3 }]);
    expect(await counts()).to.deep.equal({ ACTIVE: 1 });

    await withdraw(['sharing'], at(20));
    expect(await counts()).to.deep.equal({ HIDDEN: 1 });
    await give(['sharing'], {}, at(30));
    expect(await counts()).to.deep.equal({ ACTIVE: 1 });
    await withdraw(['lookup'], at(40));
    expect(await counts()).to.deep.equal({ '': 1 });
  });

  it('take no status that comes late of a record that is gone, and the first of a new one', async () => {
    await copyStatuses(database.fork(), [{ userId: person.id, status: 'PROCESSING', version: 2 }]);
    await withdraw(['lookup'], at(20));
    await copyStatuses(database.fork(), [{ userId: person.id, status: 'ACTIVE', version: 3 }]);
    expect((await user()).census_status).to.equal(null);

    await give(['lookup'], {}, at(30));
    await copyStatuses(database.fork(), [{ userId: person.id, status: 'PENDING', version: 4 }]);
    expect((await user()).census_status).to.equal('PENDING');
  });

  it('are news to the walk that finds lost events', async () => {
    const before = await user();
    await withdraw(['lookup'], at(20));
    expect((await user()).changed_at.getTime()).to.be.above(before.changed_at.getTime());
  });

  it('of an earlier release, which knows one consent, are all three', async () => {
    const other = await createPerson(database.fork(), { referrerId: leader.id });
    await database.query('update accounts.users set shared = false where id = $1', [other.id]);
    await database.query(
      `insert into accounts.consents (id, user_id, policy_version, granted_at, ip, user_agent)
       values (gen_random_uuid(), $1, '2026-11-26', $2, '192.0.2.1', 'x')`,
      [other.id, at(5)],
    );

    const held = inForce(await decisionsOf(database.fork(), other.id));
    expect(purposes.map((purpose) => held[purpose]?.grantedAt)).to.deep.equal([at(5), at(5), at(5)]);
    // One decision on all, which a receipt says.
    expect(purposes.map((purpose) => held[purpose]?.channel)).to.deep.equal([
      'earlier',
      'earlier',
      'earlier',
    ]);
    expect(await database.query('select shared from accounts.users where id = $1', [other.id])).to.deep.equal(
      [{ shared: true }],
    );
  });
});
