import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { correctRecord } from '../../../services/census/consent/correct-record.ts';
import { noteConsent } from '../../../services/census/consent/note-consent.ts';
import { readOwnHistory } from '../../../services/census/read/own-history.ts';
import { readViews } from '../../../services/census/read/view.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, lookupsIn } from './support/lookups.ts';

const RIGHT = '1098765432';
const TERMS = { maxAttempts: 3, cooldownS: 30, spacingMs: 5_000 };

describe('What the census does when a person is corrected', () => {
  const database = useDatabase('census');
  const { register, take, complete, lookUp, record, attempts, announcements } = lookupsIn(database);
  const { begin, view } = batchesIn(database);

  const correct = (
    userId: string,
    given: { cedula?: string | null; referrerId?: string | null },
    seconds = 100,
  ) =>
    correctRecord(
      database.fork(),
      { userId, cedula: null, referrerId: null, correctedAt: at(seconds).toISOString(), ...given },
      at(seconds),
    );
  const seenBy = async (leaderId: string, userId: string) =>
    (await readViews(database.fork(), actor('LEADER', leaderId), [userId], TERMS, at(200))).length;

  it('shows the answer to who invited them now, and to the one before no more', async () => {
    const [before, after] = [randomUUID(), randomUUID()];
    const userId = await register({ referrerId: before });
    await lookUp(active, at(1));
    await correct(userId, { referrerId: after });

    expect(await record(userId)).to.include({ referrer_id: after, status: 'ACTIVE', version: 4 });
    expect((await announcements(userId)).at(-1)?.payload).to.include({ referrerId: after, version: 4 });
    expect([await seenBy(before, userId), await seenBy(after, userId)]).to.deep.equal([0, 1]);
  });

  it('begins anew with another cédula: neither answer nor history stay, and it is due at once', async () => {
    const userId = await register();
    await lookUp(active, at(1));
    expect(await correct(userId, { cedula: RIGHT })).to.equal(true);

    expect(await record(userId)).to.deep.include({
      ...{ cedula: RIGHT, status: 'PENDING', answer: null, answered_at: null, version: 4 },
      due_at: at(100),
    });
    expect(await attempts(userId)).to.deep.equal([]);
    const own = await readOwnHistory(database.fork(), { actor: actor('USER', userId), limit: 25 });
    expect(own).to.deep.include({ items: [], next: null });
  });

  it('tells nothing of the old number with another cédula, and nobody who invited them', async () => {
    const userId = await register({ referrerId: randomUUID() });
    await lookUp(active, at(1));
    await correct(userId, { cedula: RIGHT, referrerId: null });

    const told = (await announcements(userId)).slice(-1).map(({ payload }) => payload);
    expect(told).to.have.length(1);
    expect(told[0]).to.include({ status: 'PENDING', referrerId: null, place: null, version: 4 });
  });

  it('refuses the report of a lookup of the old number that was under way', async () => {
    const userId = await register();
    const { leaseId } = await take(at(1));
    await correct(userId, { cedula: RIGHT });

    expect(await complete(leaseId, active, at(101))).to.equal('refused');
    expect(await record(userId)).to.deep.include({ cedula: RIGHT, status: 'PENDING', answer: null });
  });

  it('changes nothing when it comes twice, or after a newer one', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const userId = await register();
    await correct(userId, { referrerId: second }, 200);
    await correct(userId, { referrerId: second }, 200);
    await correct(userId, { referrerId: first }, 100);
    expect(await record(userId)).to.include({ referrer_id: second, version: 2 });

    await correct(userId, { cedula: RIGHT, referrerId: second }, 300);
    expect(await correct(userId, { cedula: '1011111111', referrerId: first }, 250)).to.equal(false);
    expect(await record(userId)).to.include({ cedula: RIGHT, referrer_id: second, version: 3 });
  });

  const decide = (userId: string, allowed: { lookup: boolean; referrerId: string | null }, seconds: number) =>
    noteConsent(
      database.fork(),
      {
        ...{ userId, coordinatorId: null, sharing: allowed.referrerId !== null, ...allowed },
        ...{ asking: !allowed.lookup, changedAt: at(seconds).toISOString() },
      },
      at(seconds),
    );

  it('looks nobody up by it whose lookup is asked again, also when it comes later', async () => {
    const userId = await register();
    await decide(userId, { lookup: false, referrerId: null }, 99);
    expect(await correct(userId, { cedula: RIGHT })).to.equal(false);
    expect(
      await database.query('select lookup, as_of from census.consents where user_id = $1', [userId]),
    ).to.deep.equal([{ lookup: false, as_of: at(99) }]);
    expect(await database.query('select 1 from census.records')).to.deep.equal([]);
  });

  for (const order of ['the correction', 'what it asks again'] as const)
    it(`keeps nothing of whoever is asked again with it, when ${order} is heard first`, async () => {
      const userId = await register();
      await lookUp(active, at(1));
      const told = [
        () => correct(userId, { cedula: RIGHT }),
        () => decide(userId, { lookup: false, referrerId: null }, 100),
      ];
      for (const tell of order === 'the correction' ? told : told.toReversed()) await tell();
      const kept = await database.query('select 1 from census.records where user_id = $1', [userId]);
      expect(kept).to.deep.equal([]);
    });

  it('is not undone by a decision of before it that comes late, in either order', async () => {
    const [before, after] = [randomUUID(), randomUUID()];
    const one = await register({ referrerId: before });
    await correct(one, { referrerId: after }, 100);
    await decide(one, { lookup: true, referrerId: before }, 50);
    expect(await record(one)).to.include({ referrer_id: after });

    const other = await register({ referrerId: before });
    await decide(other, { lookup: true, referrerId: null }, 40);
    await correct(other, { referrerId: after }, 100);
    await decide(other, { lookup: true, referrerId: before }, 50);
    expect(await record(other)).to.include({ referrer_id: after });
  });

  it('makes no record for who has none', async () => {
    expect(await correct(randomUUID(), { cedula: RIGHT })).to.equal(false);
    expect(await database.query('select 1 from census.records')).to.deep.equal([]);
  });

  it('lets a batch end that waited for the old number', async () => {
    const leader = actor('LEADER');
    const userId = await register({ referrerId: leader.id });
    await lookUp(active, at(1));
    await begin(leader, [userId], at(400));
    await correct(userId, { cedula: RIGHT, referrerId: leader.id }, 500);

    expect(await record(userId)).to.include({ status: 'PENDING', batch_id: null });
    expect(await view(leader, at(501))).to.deep.include({ done: 1, total: 1, skipped: 1 });
  });
});
