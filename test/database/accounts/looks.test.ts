import { expect } from 'chai';
import { startClosingLooks } from '../../../services/accounts/audit/closing-looks.ts';
import { exportTrail } from '../../../services/accounts/audit/export-trail.ts';
import { closeLooks, closeLooksOf, look } from '../../../services/accounts/audit/looks.ts';
import { readTrail } from '../../../services/accounts/audit/trail.ts';
import { verifyAudit } from '../../../services/accounts/audit/verify.ts';
import { eraseUser } from '../../../services/accounts/erasure/erase-user.ts';
import { listOwnTrail } from '../../../services/accounts/own-data/trail.ts';
import { listOwnVisits } from '../../../services/accounts/own-data/visits.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import type { AuditAction } from '../../../shared/contract/audit.ts';
import { eventually } from '../../support/eventually.ts';
import { failureOf } from '../../support/failures.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, START } from '../support/clock.ts';
import { ledger } from './support/ledger.ts';
import { actorOf, createPerson } from './support/people.ts';

const IP = '10.0.0.7';
const NOBODY = '00000000-0000-0000-0000-000000000000';

describe('What is looked at', () => {
  const database = useDatabase('accounts');
  const fork = () => database.fork();
  let leader: UserRow;
  let admin: UserRow;
  let people: UserRow[];

  beforeEach(async () => {
    leader = await createPerson(fork(), { role: 'LEADER', nombreCompleto: 'Lidia Líder' });
    admin = await createPerson(fork(), { role: 'ADMIN' });
    people = [];
    for (const nombreCompleto of ['Ana Uno', 'Beto Dos', 'Caro Tres'])
      people.push(await createPerson(fork(), { nombreCompleto, referrerId: leader.id }));
  });

  /** An action of each kind. */
  const [LIST, STREAM] = ['referrals.list', 'referral.stream'] as const;
  const see = (seconds: number, of: readonly UserRow[] = people, action: AuditAction = LIST, by = leader) =>
    look(fork(), { actor: actorOf(by), action, subjectIds: of.map(({ id }) => id), ip: IP }, at(seconds));
  const rows = (table: 'audit' | 'audit_looks') =>
    database.query<{
      action: string;
      times: number | null;
      since: Date | null;
      at: Date;
      subject_ids: string[];
    }>(`select action, times, since, at, subject_ids from accounts.${table} order by id`);
  const close = (seconds: number) => closeLooks(fork(), at(seconds));
  const whole = async () => expect((await verifyAudit(fork)).faults).to.deep.equal([]);
  const visitsOf = async (person: UserRow) =>
    (await listOwnVisits(fork(), { actor: actorOf(person), limit: 25 })).items.map(
      ({ from, until, times }) => [
        times,
        Date.parse(from) - START.getTime(),
        Date.parse(until) - START.getTime(),
      ],
    );
  const trailOf = async (person: UserRow) =>
    (await listOwnTrail(fork(), { actor: actorOf(person), limit: 25 })).items.map(({ at: last, visit }) => [
      visit?.times ?? 1,
      Date.parse(visit?.from ?? last) - START.getTime(),
      Date.parse(last) - START.getTime(),
    ]);
  const read = (visits: boolean) =>
    readTrail(fork(), { actor: actorOf(admin), limit: 25, beside: true, visits, ip: IP }, at(100_000));

  it('is counted each time, whoever looks at the same moment and however many they are', async () => {
    const other = await createPerson(fork(), { role: 'LEADER' });
    const [first] = people;
    const many = Array.from({ length: 40 }, (_, n) => [
      see(n, people),
      see(n, first === undefined ? [] : [first], LIST, other),
    ]);
    await Promise.all(many.flat());
    const kept = await rows('audit_looks');
    expect(kept.map(({ times, subject_ids: ids }) => [times, ids.length])).to.have.deep.members([
      [40, 3],
      [40, 1],
    ]);
  });

  it('fails alone where it cannot be written down, and not those that came with it', async () => {
    const nobody = { ...leader, id: 'nobody' };
    const all = [see(1), see(2, people, LIST, nobody), see(3), see(4), see(5, people, LIST, nobody), see(6)];
    const ended = await Promise.allSettled(all);
    expect(ended.map(({ status }) => status)).to.deep.equal(
      [1, 0, 1, 1, 0, 1].map((isGood) => (isGood ? 'fulfilled' : 'rejected')),
    );
    expect((await rows('audit_looks')).map(({ times }) => times)).to.deep.equal([4]);
  });

  it('is two entries, not 62, of a leader whose list is open for 40 s while answers come', async () => {
    const clock = createFakeClock(START.getTime());
    const closing = startClosingLooks({ fork, log: { warn: (line) => expect.fail(line) }, clock });
    for (let n = 0; n <= 30; n += 1) {
      await see(n * 1.3);
      await see(n * 1.3, people.slice(n % 3, (n % 3) + 1), STREAM);
      await clock.pass(1_300);
    }
    expect(await rows('audit'), 'nothing is an entry yet').to.deep.equal([]);
    expect((await rows('audit_looks')).map(({ action, times }) => [action, times])).to.deep.equal([
      [LIST, 31],
      [STREAM, 31],
    ]);

    await eventually('the visits are over', async () => {
      await clock.pass(60_000);
      return (await rows('audit_looks')).length === 0;
    });
    await closing.stop();
    const entries = await rows('audit');
    expect(entries.map(({ action, times, since, at: last }) => [action, times, since, last])).to.deep.equal([
      [LIST, 31, at(0), at(39)],
      [STREAM, 31, at(0), at(39)],
    ]);
    await whole();
  });

  it('stays exact for each of whom somebody looked at, while it is open and once it is an entry', async () => {
    const [ana, beto, caro] = people as [UserRow, UserRow, UserRow];
    await see(0, [ana, beto]);
    await see(60, [beto, caro]);
    await see(60, [beto, ana, ana]);
    await see(300, [caro]);

    const exact = async () => {
      for (const told of [visitsOf, trailOf]) {
        expect(await told(ana)).to.deep.equal([[2, 0, 60_000]]);
        expect(await told(beto)).to.deep.equal([[3, 0, 60_000]]);
        expect(await told(caro)).to.deep.equal([[2, 60_000, 300_000]]);
      }
      expect(await trailOf(leader), 'who looked is told of the whole visit').to.deep.equal([[4, 0, 300_000]]);
    };
    await exact();
    await close(901);
    expect(await rows('audit')).to.have.lengthOf(1);
    await exact();
    await whole();
  });

  it('counts each look of whoever has several pages open, at the same moment too', async () => {
    await Promise.all(
      Array.from({ length: 24 }, (_, index) => see(index % 5, people.slice(0, 1 + (index % 3)))),
    );
    expect((await rows('audit_looks')).map(({ times }) => times)).to.deep.equal([24]);
    expect((await visitsOf(people[2] as UserRow)).map(([times]) => times)).to.deep.equal([8]);
  });

  it('is told of by what it was, by whom and from where', async () => {
    await see(0);
    await see(1, people, 'referral.read');
    await see(2, people, LIST, admin);
    await look(
      fork(),
      { actor: actorOf(leader), action: LIST, subjectIds: [leader.id], ip: '10.9.9.9' },
      at(3),
    );
    await see(4, []);
    expect(await rows('audit_looks')).to.have.lengthOf(4);
  });

  it('is another visit after ten minutes without a look, and after an hour at the latest', async () => {
    await see(0);
    await see(599);
    await see(1_200);
    expect((await rows('audit')).map(({ times }) => times)).to.deep.equal([2]);
    for (let second = 1_700; second < 9_000; second += 500) await see(second);
    await close(9_700);
    const entries = await rows('audit');
    expect(entries.reduce((sum, { times }) => sum + (times ?? 1), 0)).to.equal(3 + 15);
    for (const { since, at: last } of entries)
      expect(last.getTime() - (since ?? last).getTime()).to.be.at.most(3_600_000);
    expect(await rows('audit_looks')).to.deep.equal([]);
    await whole();
  });

  it('is not closed while it goes on, and is bounded in whom it has', async () => {
    await see(0);
    await close(500);
    expect(await rows('audit')).to.deep.equal([]);
    const many = await database.query<{ id: string }>(
      'select gen_random_uuid() as id from generate_series(1, 1500)',
    );
    for (const [second, from] of [
      [501, 0],
      [502, 700],
      [503, 1_400],
    ] as const)
      await see(second, many.slice(from, from + 700) as UserRow[]);
    expect((await rows('audit')).map(({ times, subject_ids }) => [times, subject_ids.length])).to.deep.equal([
      [3, 1_403],
    ]);
    await close(2_000);
    await whole();
  });

  it('once alone is an entry as ever', async () => {
    await see(7);
    await close(608);
    expect((await rows('audit')).map(({ times, since, at: last }) => [times, since, last])).to.deep.equal([
      [null, null, at(7)],
    ]);
    await whole();
  });

  it('is shown while it is open: in the trail, by visit or not, and in what is taken away', async () => {
    await see(0);
    await see(60, people.slice(0, 1));
    for (const visits of [false, true]) {
      const { items } = await read(visits);
      expect(items).to.have.lengthOf(1);
      expect(items[0]).to.deep.include({
        ...{ action: LIST, at: at(60).toISOString(), open: true },
        visit: { times: 2, from: at(0).toISOString() },
      });
    }
    const take = () => exportTrail(fork(), { actor: actorOf(admin), limit: 25, ip: IP }, at(61));
    const [open] = (await take()).items;
    const seen = [2, 1, 1].map((times, index) => ({
      ...{ times, from: at(0).toISOString(), until: at(index === 0 ? 60 : 0).toISOString() },
    }));
    expect(open).to.deep.include({ open: true, times: 2, since: at(0).toISOString(), seen });
    expect((await verifyAudit(fork)).open).to.equal(1);

    await close(700);
    const closed = (await take()).items.find(({ action }) => action === LIST);
    expect(closed).to.deep.include({ open: false, times: 2, since: at(0).toISOString(), seen });
    expect((await read(true)).items.filter(({ open }) => open)).to.deep.equal([]);
  });

  it('is told of by when it was last, though it began earlier', async () => {
    const ana = people[0] as UserRow;
    await see(0, [ana]);
    await see(1, [ana], 'user.read', admin);
    await see(2, [ana]);
    const newest = (await read(true)).items.map(({ action }) => action);
    expect(newest).to.deep.equal([LIST, 'user.read']);
    expect((await visitsOf(ana)).map(([times]) => times)).to.deep.equal([2, 1]);
    expect((await trailOf(ana)).map(([times]) => times)).to.deep.equal([2, 1]);
  });

  it('comes before every entry, and no page misses or repeats one', async () => {
    for (let hour = 0; hour < 5; hour += 1) await see(hour * 3_600, people.slice(0, 1));
    await see(5 * 3_600 - 1_000, people, STREAM);
    const met: string[] = [];
    let cursor: string | undefined;
    do {
      const asked = { ...(cursor === undefined ? {} : { cursor }), limit: 2, visits: false, beside: true };
      const { items, next } = await readTrail(fork(), { actor: actorOf(admin), ip: IP, ...asked }, at(0));
      met.push(...items.map(({ at: when }) => when));
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    const hours = [5 * 3_600 - 1_000, 4 * 3_600, 3 * 3_600, 2 * 3_600, 3_600, 0];
    expect(met).to.deep.equal(hours.map((second) => at(second).toISOString()));
  });

  it('by or about somebody is closed as it stands, when their account changes hands', async () => {
    await see(0, people.slice(0, 1));
    await see(0, people.slice(1));
    await see(0, [leader], 'user.read', admin);
    await closeLooksOf(fork(), leader.id, at(10));
    expect(await rows('audit_looks')).to.deep.equal([]);
    expect(await rows('audit')).to.have.lengthOf(2);
  });

  it('loses who is erased, before it is chained, and keeps the others', async () => {
    const [ana, beto] = people as [UserRow, UserRow];
    await see(0, [ana, beto]);
    await see(30, [beto]);
    await see(31, [ana], 'user.read', admin);
    await eraseUser(fork(), ana.id, { reason: 'own', by: null, ledger }, at(40));
    expect(
      (await rows('audit')).slice(0, 2).map(({ action, subject_ids }) => [action, subject_ids]),
    ).to.deep.equal([
      [LIST, [NOBODY, beto.id]],
      ['user.read', [NOBODY]],
    ]);
    expect(await visitsOf(beto)).to.deep.equal([[2, 0, 30_000]]);
    await see(50, [beto]);
    await eraseUser(fork(), leader.id, { reason: 'own', by: null, ledger }, at(60));
    expect((await rows('audit_looks')).length).to.equal(0);
    const [named] = await database.query<{ count: number }>(
      'select count(*)::int as count from accounts.trail where actor_id = $1 or subject_ids && $2::uuid[]',
      [leader.id, [leader.id, ana.id]],
    );
    expect(named?.count).to.equal(0);
    await whole();
  });

  for (const sql of [
    `delete from accounts.audit_looks`,
    `update accounts.audit_looks set times = 1`,
    `truncate accounts.audit_looks`,
    `insert into accounts.audit_looks (at, actor_id, action, subject_ids, ip, detail, since, times) values (now(), '${NOBODY}', 'x', '{}', '', '', now(), 1)`,
    `insert into accounts.audit (at, action, subject_ids, ip, times) values (now(), 'x', '{}', '', 9)`,
    `delete from accounts.trail`,
    `select accounts.keep_looks('{1}')`,
    `select accounts.redact_looks((select id from accounts.users limit 1), '${NOBODY}')`,
  ])
    it(`cannot be taken back by whoever has the service’s role: ${sql.slice(0, 60)}`, async () => {
      await see(0);
      const { code } = await failureOf(fork().transactional((tx) => tx.execute(sql)));
      // A view of two tables is none to delete from, whoever asks.
      expect(code).to.be.oneOf(['42501', '55000']);
      expect((await rows('audit_looks')).map(({ times }) => times)).to.deep.equal([1]);
    });

  it('cannot be kept open for ever by a moment of the future', async () => {
    await see(900_000_000);
    await close(1);
    expect(await rows('audit_looks'), 'it begins later than now').to.deep.equal([]);
    await see(900_000_000);
    await see(2);
    await close(3_602);
    expect(await rows('audit_looks'), 'it ends later than now').to.deep.equal([]);
  });

  it('that was changed once it is chained shows, in each of its parts', async () => {
    await see(0, people.slice(0, 1));
    await see(60, people);
    await close(3_600);
    for (const change of [
      'times = 3',
      "since = since + interval '1 second'",
      'seen[2][1] = 5',
      'seen = null',
    ]) {
      await database.query('set session_replication_role = replica');
      await database.query(`create table if not exists accounts.kept as select * from accounts.audit`);
      await database.query(`update accounts.audit set ${change}`);
      expect(
        (await verifyAudit(fork)).faults.map(({ kind }) => kind),
        change,
      ).to.deep.equal(['changed']);
      await database.query(
        `update accounts.audit a set times = k.times, since = k.since, seen = k.seen from accounts.kept k where k.id = a.id`,
      );
      await database.query('drop table accounts.kept');
      await database.query('set session_replication_role = origin');
    }
    await whole();
  });
});
