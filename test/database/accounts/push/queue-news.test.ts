import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { hearChanges } from '../../../../services/accounts/catch-up/hear-changes.ts';
import { newsOf } from '../../../../services/accounts/push/queue-news.ts';
import type { DurableEvents } from '../../../../shared/contract/events.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { at, DAY_S, START } from '../../support/clock.ts';
import { createPerson } from '../support/people.ts';

type Change = DurableEvents['census.updated'];

describe('What people are told of a change', () => {
  const change: Change = {
    ...{ userId: randomUUID(), referrerId: null, status: 'ACTIVE', version: 3 },
    changedAt: START.toISOString(),
  };

  for (const [what, more, kind] of [
    ['nothing of what they did not wait for', {}, null],
    ['an answer that they waited for', { waited: 'answer' }, 'answer'],
    ['a failure for good', { status: 'ERROR', waited: 'failure' }, 'failure'],
    ['another place, also when nobody waited', { placeChangedAt: START.toISOString() }, 'moved'],
    [
      'another place rather than an answer',
      { waited: 'answer', placeChangedAt: START.toISOString() },
      'moved',
    ],
    ['nothing of a place that changed before', { placeChangedAt: at(-60).toISOString() }, null],
  ] as const)
    it(`is ${what}`, () => {
      expect(newsOf({ ...change, ...more })).to.equal(kind);
    });
});

describe('A change that somebody waited for', () => {
  const database = useDatabase('accounts');
  let userId: string;
  const browserOf = (whose: string) =>
    database.query(
      `insert into accounts.push_subscriptions (id, user_id, endpoint, host, p256dh, auth, server_key, user_agent,
         created_at, seen_at) values (gen_random_uuid(), $1, gen_random_uuid(), 'h', 'p', 'a', 's', '', $2, $2)`,
      [whose, START],
    );
  beforeEach(async () => {
    userId = (await createPerson(database.fork())).id;
    await browserOf(userId);
  });

  const hear = (change: Partial<Change>, now = START, personDay = 10) =>
    hearChanges(
      database.fork(),
      [
        {
          ...{ userId, referrerId: null, status: 'ACTIVE', version: 1, waited: 'answer' },
          ...{ changedAt: now.toISOString(), ...change },
        },
      ],
      { personDay },
      now,
    );
  const queued = async () =>
    (await database.query<{ kind: string }>('select kind from accounts.pushes order by created_at')).map(
      ({ kind }) => kind,
    );

  it('is told to each of their browsers, and to nobody else’s', async () => {
    await browserOf(userId);
    await browserOf((await createPerson(database.fork())).id);
    await hear({});
    expect(await queued()).to.deep.equal(['answer', 'answer']);
  });

  it('is told once, though the event comes again, or is found by looking as well', async () => {
    await hear({});
    await hear({});
    await Promise.all([hear({ version: 2 }), hear({ version: 2 }), hear({ version: 2 })]);
    expect(await queued()).to.have.length(2);
  });

  it('is not told when something newer has been heard already', async () => {
    await hear({ version: 5, status: 'PENDING', waited: null });
    await hear({ version: 4 });
    expect(await queued()).to.deep.equal([]);
  });

  it('is not told to who has withdrawn the lookup meanwhile', async () => {
    await database.query(
      `insert into accounts.consents (id, user_id, purpose, policy_version, granted_at, withdrawn_at, ip, user_agent, channel)
       values (gen_random_uuid(), $1, 'lookup', 'x', $2, $2, '', '', 'web')`,
      [userId, START],
    );
    await hear({});
    expect(await queued()).to.deep.equal([]);
  });

  it('is no news after three days: after a restored backup nobody is told what they have known for long', async () => {
    await hear({ changedAt: at(-3 * DAY_S - 1).toISOString() });
    expect(await queued()).to.deep.equal([]);
    expect(
      await database.query('select census_status as s from accounts.users where id = $1', [userId]),
    ).to.deep.equal([{ s: 'ACTIVE' }]);
  });

  it('is told so many times a day, in all their browsers, and again the next day', async () => {
    for (let version = 1; version <= 5; version += 1) await hear({ version }, at(version), 3);
    expect(await queued()).to.have.length(3);
    await hear({ version: 6 }, at(DAY_S), 3);
    expect(await queued()).to.have.length(4);
  });

  it('is not told where nobody wants to be', async () => {
    await database.query('delete from accounts.push_subscriptions');
    await hear({});
    expect(await queued()).to.deep.equal([]);
    expect(await database.query('select 1 from accounts.message_counts')).to.deep.equal([]);
  });
});
