import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { applyPeople } from '../../../services/census/catch-up/apply-people.ts';
import { noteConsent } from '../../../services/census/consent/note-consent.ts';
import { createRecord } from '../../../services/census/store/records.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, failed, LANE, lookupsIn } from './support/lookups.ts';

const LEADER = randomUUID();

describe('What the census does when somebody changes what they allow', () => {
  const database = useDatabase('census');
  const { register, take, lease, complete, lookUp, record, announcements } = lookupsIn(database);
  const { answered, begin, add, feed, view, waiting } = batchesIn(database);

  const decide = (userId: string, lookup: boolean, sharing: boolean, now = at(50), referrerId = LEADER) =>
    noteConsent(
      database.fork(),
      { userId, referrerId, coordinatorId: null, lookup, sharing, changedAt: now.toISOString() },
      now,
    );
  const registered = (userId: string, now: Date, referrerId = LEADER) =>
    createRecord(
      database.fork(),
      { userId, cedula: '1020304050', referrerId, registeredAt: now.toISOString() },
      now,
    );
  const kept = async (userId: string) =>
    (
      await database.query(
        `select user_id from census.records where user_id = $1
         union all select user_id from census.attempts where user_id = $1`,
        [userId],
      )
    ).length;

  describe('without the lookup', () => {
    it('keeps nothing of what was found, and looks up nobody who waits', async () => {
      const [found, waits] = [await register(), await register({ cedula: '1020304051' }, at(1))];
      await lookUp(active);
      await decide(found, false, true);
      await decide(waits, false, true);

      expect([await kept(found), await kept(waits)]).to.deep.equal([0, 0]);
      expect(await lease(at(60))).to.equal(null);
    });

    it('refuses the report of a lookup that ran meanwhile, in time and late, also of a failure', async () => {
      for (const outcome of [active, failed('timeout')])
        for (const seconds of [60, 500]) {
          const userId = await register();
          const { leaseId } = await take();
          await decide(userId, false, true);

          expect(await complete(leaseId, outcome, at(seconds))).to.equal('refused');
          expect(await kept(userId)).to.equal(0);
        }
    });

    it('lets a lane go on whose probe was theirs', async () => {
      const userId = await register();
      const { leaseId } = await take();
      await database.query(
        `update census.lanes set state = 'open', open_until = $1, probe_lease_id = $2 where name = $3`,
        [at(0), leaseId, LANE],
      );
      await decide(userId, false, true);
      await register({ cedula: '1020304051' }, at(60));
      expect(await lease(at(60))).not.to.equal(null);
    });

    it('passes them over in a batch, asked for, running, or not yet', async () => {
      const leader = actor('LEADER', LEADER);
      const people = [await answered(leader), await answered(leader), await answered(leader)] as const;
      await begin(leader, people);
      const running = await take(at(110));
      for (const userId of people) await decide(userId, false, true, at(120));

      expect(await view(leader)).to.deep.include({ total: 3, done: 3, skipped: 3, waiting: 0 });
      expect((await view(leader))?.finishedAt).not.to.equal(null);
      expect(await complete(running.leaseId, active, at(130))).to.equal('refused');
    });

    it('ignores what comes late of the time before, and makes a newer record when it is given again', async () => {
      const userId = await register({ referrerId: LEADER });
      await lookUp(active);
      const { version } = await record(userId);
      await decide(userId, false, true, at(50));
      expect(await registered(userId, at(0))).to.equal(false);

      expect(await registered(userId, at(60))).to.equal(true);
      await decide(userId, true, true, at(60));
      expect(await record(userId)).to.deep.include({
        status: 'PENDING',
        due_at: at(60),
        version: version + 1,
      });
      // The withdrawal comes a second time.
      await decide(userId, false, true, at(50));
      expect((await record(userId)).status).to.equal('PENDING');
    });

    it('does the same in whatever order the facts come', async () => {
      const facts = [
        (userId: string) => registered(userId, at(0)),
        (userId: string) => decide(userId, false, true, at(10)),
        (userId: string) => registered(userId, at(20)),
        (userId: string) => decide(userId, true, false, at(20)),
      ];
      const orders = (left: number[]): number[][] =>
        left.length === 0
          ? [[]]
          : left.flatMap((one) =>
              orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]),
            );
      for (const order of orders([0, 1, 2, 3])) {
        const userId = randomUUID();
        for (const at of [...order, ...order]) await facts[at]?.(userId);
        const rows = await database.query('select referrer_id from census.records where user_id = $1', [
          userId,
        ]);
        expect(rows, String(order)).to.deep.equal([{ referrer_id: null }]);
      }
    });

    it('leaves no record when both come at the same moment', async () => {
      for (let n = 0; n < 20; n += 1) {
        const userId = randomUUID();
        await Promise.all([registered(userId, at(0)), decide(userId, false, true, at(10))]);
        expect(await kept(userId)).to.equal(0);
      }
    });
  });

  describe('without sharing', () => {
    it('knows nobody who invited them until it is given again, and says so to whoever followed', async () => {
      const userId = await register({ referrerId: LEADER });
      await lookUp(active);
      await decide(userId, true, false, at(50));
      await decide(userId, true, true, at(60));

      const told = (await announcements(userId)).map(({ payload }) => payload);
      expect(told.slice(-2).map(({ referrerId, status }) => [referrerId, status])).to.deep.equal([
        [null, 'ACTIVE'],
        [LEADER, 'ACTIVE'],
      ]);
      expect(await record(userId)).to.deep.include({ referrer_id: LEADER, status: 'ACTIVE' });
    });

    it('takes them out of the batch of whoever invited them', async () => {
      const leader = actor('LEADER', LEADER);
      const [asked, unasked] = [await answered(leader), await answered(leader)];
      const batchId = await begin(leader, [asked]);
      await add(leader, [unasked]);
      for (const userId of [asked, unasked]) await decide(userId, true, false, at(120));
      await feed(at(130));

      expect(await view(leader)).to.deep.include({ total: 2, done: 2, skipped: 2, waiting: 0 });
      expect(await waiting(batchId)).to.deep.equal([]);
      expect(await record(asked)).to.deep.include({ status: 'ACTIVE', due_at: null, batch_id: null });
    });

    it('goes on with their own lookup', async () => {
      const userId = await register({ referrerId: LEADER });
      const { leaseId } = await take();
      await decide(userId, true, false);
      expect(await complete(leaseId, active, at(60))).to.equal('stored');
      expect((await record(userId)).status).to.equal('ACTIVE');
    });
  });

  describe('while they are asked again, because a text allows more', () => {
    const ask = (userId: string, now = at(50)) =>
      noteConsent(
        database.fork(),
        {
          ...{ userId, referrerId: LEADER, coordinatorId: null, lookup: false, sharing: true, asking: true },
          changedAt: now.toISOString(),
        },
        now,
      );

    it('keeps what is known, and looks nobody up before they have decided', async () => {
      const [found, waits] = [
        await register({ referrerId: LEADER }),
        await register({ referrerId: LEADER, cedula: '1020304051' }, at(1)),
      ];
      await lookUp(active);
      for (const userId of [found, waits]) await ask(userId);

      expect((await record(found)).status).to.equal('ACTIVE');
      expect(await lease(at(60))).to.equal(null);
      const leader = actor('LEADER', LEADER);
      expect((await add(leader, [found])).skipped).to.deep.equal([{ id: found, reason: 'not_allowed' }]);

      await decide(waits, true, true, at(70));
      expect((await lease(at(70)))?.userId).to.equal(waits);
    });

    it('keeps nothing when they say no', async () => {
      const userId = await register();
      await lookUp(active);
      await ask(userId);
      await decide(userId, false, true, at(60));
      expect(await kept(userId)).to.equal(0);
    });
  });

  it('is found by looking at people, when the event was lost', async () => {
    const [withdrew, hides, other] = [
      await register({ referrerId: LEADER }),
      await register({ referrerId: LEADER, cedula: '1020304051' }, at(1)),
      await register({ referrerId: LEADER, cedula: '1020304052' }, at(2)),
    ];
    const found: string[] = [];
    const person = (userId: string, cedula: string | null, referrerId: string | null) => ({
      ...{
        userId,
        changedAt: at(99).toISOString(),
        decidedAt: at(90).toISOString(),
        kind: 'person' as const,
      },
      ...{ role: 'USER' as const, referrerId, censusVersion: 1 },
      registered: cedula === null ? null : { cedula, registeredAt: at(0).toISOString() },
    });
    await applyPeople(
      {
        ...{ fork: () => database.fork(), now: () => at(100), after: () => undefined },
        found: (what) => found.push(what),
        failed: (userId) => expect.fail(userId),
      },
      [
        person(withdrew, null, LEADER),
        person(hides, '1020304051', null),
        person(other, '1020304052', LEADER),
      ],
    );

    expect(await kept(withdrew)).to.equal(0);
    const rows = await database.query<{ user_id: string; referrer_id: string | null }>(
      'select user_id, referrer_id from census.records order by created_at',
    );
    expect(rows).to.deep.equal([
      { user_id: hides, referrer_id: null },
      { user_id: other, referrer_id: LEADER },
    ]);
    expect(found).to.deep.equal(['consent', 'consent']);
  });
});
