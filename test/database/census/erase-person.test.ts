import { expect } from 'chai';
import { addToBatch } from '../../../services/census/batches/add.ts';
import { feedBatches } from '../../../services/census/batches/feed.ts';
import { applyPeople } from '../../../services/census/catch-up/apply-people.ts';
import { correctRecord } from '../../../services/census/consent/correct-record.ts';
import { noteConsent } from '../../../services/census/consent/note-consent.ts';
import { detachErased } from '../../../services/census/erasure/detach.ts';
import { erasePerson } from '../../../services/census/erasure/erase-person.ts';
import { listErasures } from '../../../services/census/erasure/erasures.ts';
import { noteRole } from '../../../services/census/store/leaders.ts';
import { createRecord } from '../../../services/census/store/records.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';

const NOW = at(5_000);
const ANA = '00000000-0000-4000-8000-00000000000a';
const LEADER = '00000000-0000-4000-8000-00000000000b';
const OTHER = '00000000-0000-4000-8000-00000000000c';
const LATE = '00000000-0000-4000-8000-00000000000d';

describe('A person who is erased, in the census', () => {
  const database = useDatabase('census');
  const fork = () => database.fork();
  const registered = (userId: string, referrerId: string | null = LEADER) => ({
    ...{ userId, referrerId, cedula: userId === ANA ? '1020304050' : '1020304051' },
    registeredAt: at(1).toISOString(),
  });
  const erased = (userId: string) => erasePerson(fork, { userId, erasedAt: at(100).toISOString() }, NOW);
  const detach = () => detachErased(fork, new AbortController().signal);
  const role = (userId: string, changed: 'LEADER' | 'USER' = 'LEADER') =>
    noteRole(fork(), { userId, referrerId: null, role: changed, changedAt: at(2).toISOString() });
  /** Every row of the schema that says this, but for the hash that says that somebody was erased. */
  const rowsWith = async (text: string): Promise<string[]> => {
    const tables = await database.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'census'::regnamespace and relkind = 'r' order by 1`,
    );
    const found: string[] = [];
    for (const { name } of tables)
      if (
        (
          await database.query(`select 1 from census."${name}" "row" where to_jsonb("row")::text like $1`, [
            `%${text}%`,
          ])
        ).length > 0
      )
        found.push(name);
    return found;
  };

  it('leaves nothing: record, history, evidence, wishes, events and dead letters', async () => {
    await role(LEADER);
    await createRecord(fork(), registered(ANA), at(1));
    const lease = '00000000-0000-4000-8000-0000000000aa';
    await database.query(
      `insert into census.attempts (lease_id, user_id, attempt, worker, started_at) values ($1, $2, 1, 'w', now())`,
      [lease, ANA],
    );
    await database.query(`insert into census.evidence values ($1, 'x', false, now())`, [lease]);
    await database.query(
      `insert into census.dead_letters values ('accounts-1', 'user.registered', $1, 'x', 3, now(), now())`,
      [JSON.stringify(registered(ANA))],
    );
    await database.query(
      `insert into census.lanes (name, state, refusals, open_s, seen_at, streak) values ('x', 'closed', 0, 0, now(), $1)`,
      [
        JSON.stringify([
          { userId: ANA, leaseId: lease, at: NOW },
          { userId: OTHER, leaseId: lease, at: NOW },
        ]),
      ],
    );
    await erased(ANA);
    await detach();
    expect(await rowsWith(ANA)).to.deep.equal([]);
    expect(await rowsWith('1020304050')).to.deep.equal([]);
    expect(await rowsWith(lease)).to.deep.equal(['lanes']);
  });

  for (const [what, late] of [
    ['their registration', () => createRecord(fork(), registered(ANA), NOW)],
    ['their role', () => role(ANA)],
    [
      'a correction of theirs',
      () =>
        correctRecord(
          fork(),
          { userId: ANA, cedula: '1020304050', referrerId: LEADER, correctedAt: at(3).toISOString() },
          NOW,
        ),
    ],
    [
      'their consent',
      () =>
        noteConsent(
          fork(),
          {
            userId: ANA,
            referrerId: LEADER,
            coordinatorId: null,
            lookup: true,
            sharing: true,
            changedAt: at(3).toISOString(),
          },
          NOW,
        ),
    ],
  ] as const)
    it(`stays gone when ${what} is told late, before or after it or at the same moment`, async () => {
      await erased(ANA);
      await late();
      await detach();
      expect(await rowsWith(ANA)).to.deep.equal([]);
      await Promise.all([late(), erased(ANA), late(), erased(ANA)]);
      await detach();
      expect(await rowsWith(ANA)).to.deep.equal([]);
    });

  for (const [what, late] of [
    ['the registration', () => createRecord(fork(), registered(ANA), NOW)],
    [
      'a correction',
      async () => {
        await createRecord(fork(), registered(ANA, null), NOW);
        const told = { userId: ANA, cedula: null, referrerId: LEADER, correctedAt: at(3).toISOString() };
        await correctRecord(fork(), told, NOW);
      },
    ],
    [
      'a consent',
      async () => {
        await createRecord(fork(), registered(ANA, null), NOW);
        const allowed = { lookup: true, sharing: true, changedAt: at(3).toISOString() };
        await noteConsent(fork(), { userId: ANA, referrerId: LEADER, coordinatorId: null, ...allowed }, NOW);
      },
    ],
    [
      'a role',
      async () => {
        await createRecord(fork(), registered(ANA, null), NOW);
        const changed = { userId: ANA, role: 'LEADER', changedAt: at(2).toISOString() } as const;
        await noteRole(fork(), { ...changed, referrerId: LEADER });
      },
    ],
    [
      'what looking finds',
      () =>
        applyPeople(
          { fork, now: () => NOW, after() {}, found() {}, failed: (_, error) => expect.fail(String(error)) },
          [
            {
              ...{ userId: ANA, kind: 'person', role: 'LEADER', referrerId: LEADER, censusVersion: 0 },
              ...{ changedAt: at(3).toISOString(), registered: registered(ANA) },
            },
          ],
        ),
    ],
  ] as const)
    it(`is nobody's referrer again when ${what} of somebody whom they referred is told once more`, async () => {
      await role(LEADER);
      await erased(LEADER);
      await detach();
      await late();
      expect(await rowsWith(LEADER)).to.deep.equal([]);
      expect(await rowsWith(ANA)).to.include('records');
      // At the same moment as well.
      await Promise.all([
        erased(OTHER),
        createRecord(fork(), { ...registered(LATE), referrerId: OTHER }, NOW),
      ]);
      await detach();
      expect(await rowsWith(OTHER)).to.deep.equal([]);
    });

  it('is not named by what could not be handled and is tried once more', async () => {
    await database.query(
      `insert into census.dead_letters values ('accounts-2', 'user.registered', $1, 'x', 3, now(), now())`,
      [JSON.stringify(registered(ANA))],
    );
    await erased(LEADER);
    expect(await rowsWith(LEADER)).to.deep.equal(['erased']);
    await detach();
    expect(await rowsWith(LEADER)).to.deep.equal([]);
    expect(await rowsWith(ANA)).to.deep.equal(['dead_letters']);
  });

  it('is found by looking when nothing was told', async () => {
    await createRecord(fork(), registered(ANA), at(1));
    await applyPeople(
      {
        fork,
        now: () => NOW,
        after: () => {},
        found: () => {},
        failed: (_userId, error) => expect.fail(String(error)),
      },
      [{ kind: 'removed', userId: ANA, changedAt: at(100).toISOString() }],
    );
    await detach();
    expect(await rowsWith(ANA)).to.deep.equal([]);
    const hash = await listErasures(fork(), { after: null, limit: 10 });
    expect(hash).to.have.lengthOf(1);
    expect(await listErasures(fork(), { after: hash[0] ?? null, limit: 10 })).to.deep.equal([]);
  });

  describe('in a batch', () => {
    const batch = async () => {
      const [row] = await database.query('select total, done, skipped, finished_at from census.batches');
      return row;
    };
    const answered = (userId: string) =>
      database.query(
        `update census.records set status = 'ERROR', due_at = null, requested_at = $2 where user_id = $1`,
        [userId, at(1)],
      );
    const add = () =>
      addToBatch(fork(), { actor: { id: LEADER, role: 'LEADER' }, cooldownS: 60 }, [ANA, OTHER], NOW);
    beforeEach(async () => {
      await role(LEADER);
      for (const userId of [ANA, OTHER]) {
        await createRecord(fork(), registered(userId), at(1));
        await answered(userId);
      }
    });

    it('is passed over there before their turn, and while they wait in the queue, and the others go on', async () => {
      await add();
      await erased(ANA);
      expect(await batch()).to.deep.equal({ total: 2, done: 1, skipped: 1, finished_at: null });
      await feedBatches(fork, 60, NOW);
      await erased(OTHER);
      expect(await batch()).to.deep.equal({ total: 2, done: 2, skipped: 2, finished_at: NOW });
    });

    it('takes their own batch with them: whoever only waited is again what they were, and names them no more', async () => {
      await add();
      await feedBatches(fork, 60, NOW);
      await erased(LEADER);
      await detach();
      // What was announced of others before says whose they were, until it is published.
      await database.query('delete from census.outbox');
      expect(
        await database.query('select status, batch_id, due_at from census.records order by user_id'),
      ).to.deep.equal([
        { status: 'ERROR', batch_id: null, due_at: null },
        { status: 'ERROR', batch_id: null, due_at: null },
      ]);
      expect(await rowsWith(LEADER)).to.deep.equal([]);
    });
  });

  it('leaves what they did as an operator, as done by somebody who is gone', async () => {
    await database.query(
      `insert into census.operations ("at", "by", "kind", "detail") values (now(), $1, 'pause', 'x')`,
      [ANA],
    );
    await erased(ANA);
    await detach();
    expect(await rowsWith(ANA)).to.deep.equal([]);
    expect(await database.query('select kind from census.operations')).to.deep.equal([{ kind: 'pause' }]);
  });
});
