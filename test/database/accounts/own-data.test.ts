import { expect } from 'chai';
import { audit, type Entry } from '../../../services/accounts/audit/audit.ts';
import { readOwnSummary } from '../../../services/accounts/own-data/account.ts';
import { listOwnTrail } from '../../../services/accounts/own-data/trail.ts';
import { listOwnVisits } from '../../../services/accounts/own-data/visits.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, consent, createPerson } from './support/people.ts';

describe('What is told to a person of who looked at their data', () => {
  const database = useDatabase('accounts');
  let leader: UserRow;
  let admin: UserRow;
  let person: UserRow;
  let other: UserRow;

  beforeEach(async () => {
    leader = await createPerson(database.fork(), { role: 'LEADER', nombreCompleto: 'Lidia Líder' });
    admin = await createPerson(database.fork(), { role: 'ADMIN', nombreCompleto: 'Olga Oculta' });
    person = await createPerson(database.fork(), { consent, referrerId: leader.id });
    other = await createPerson(database.fork());
  });

  const note = (by: UserRow | null, action: Entry['action'], minutes: number, given: Partial<Entry> = {}) => {
    const actor = by === null ? null : actorOf(by);
    const entry = { actor, action, subjectIds: [person.id], ip: '203.0.113.9', detail: 'secreto', ...given };
    return audit(database.fork(), entry, at(minutes * 60));
  };
  const visits = (cursor?: string, limit = 25, who = person) =>
    listOwnVisits(database.fork(), { actor: actorOf(who), cursor, limit });
  const trail = (cursor?: string, limit = 25, who = person) =>
    listOwnTrail(database.fork(), { actor: actorOf(who), cursor, limit });

  it('is one visit what somebody does without a pause of more than half an hour', async () => {
    await note(leader, 'referrals.list', 0, { subjectIds: [other.id, person.id] });
    await note(admin, 'user.read', 5);
    await note(leader, 'referral.read', 29);
    await note(leader, 'referrals.list', 60);

    const { items, next } = await visits();
    expect(next).to.equal(null);
    expect(items.map(({ from, until, times, actions }) => ({ from, until, times, actions }))).to.deep.equal([
      {
        ...{ from: at(60 * 60).toISOString(), until: at(60 * 60).toISOString(), times: 1 },
        actions: ['referrals.list'],
      },
      {
        ...{ from: at(0).toISOString(), until: at(29 * 60).toISOString(), times: 2 },
        actions: ['referral.read', 'referrals.list'],
      },
      {
        ...{ from: at(5 * 60).toISOString(), until: at(5 * 60).toISOString(), times: 1 },
        actions: ['user.read'],
      },
    ]);
  });

  it('names whoever invited them, and says of who administers only that', async () => {
    await note(leader, 'referral.read', 0);
    await note(admin, 'user.read', 10);
    await note(null, 'user.role', 20);
    await note({ ...other, id: crypto.randomUUID() }, 'referral.stream', 30);

    expect((await visits()).items.map(({ by }) => by)).to.deep.equal([
      { kind: 'gone' },
      { kind: 'portal' },
      { kind: 'administration' },
      { kind: 'person', name: 'Lidia Líder', role: 'LEADER' },
    ]);
    expect(JSON.stringify([await visits(), await trail()])).not.to.include('Olga Oculta');
  });

  it('names a leader who asked that they be let in again, and not one who administers', async () => {
    await note(leader, 'recovery.request', 0);
    await note(admin, 'recovery.request', 10);

    const named = { kind: 'person', name: 'Lidia Líder', role: 'LEADER' };
    const administration = { kind: 'administration' };
    expect((await visits()).items.map(({ by }) => by)).to.deep.equal([administration, named]);
    expect((await trail()).items.map(({ by }) => by)).to.deep.equal([administration, named]);
  });

  it('is not what they did themselves, nor a login, nor that somebody says they invited them', async () => {
    await note(person, 'data.take', 0);
    await note(null, 'session.refused', 1);
    await note(other, 'user.referrer', 2, { subjectIds: [other.id, person.id] });

    expect((await visits()).items).to.deep.equal([]);
    expect((await trail()).items.map(({ action }) => action)).to.deep.equal(['session.refused', 'data.take']);
  });

  it('is nobody else’s to read', async () => {
    await note(leader, 'referral.read', 0);

    expect((await visits(undefined, 25, other)).items).to.deep.equal([]);
    expect((await trail(undefined, 25, other)).items).to.deep.equal([]);
  });

  it('is told page by page, each visit once', async () => {
    for (let hour = 0; hour < 7; hour += 1) await note(leader, 'referral.read', hour * 60);

    for (const list of [visits, trail]) {
      const times: string[] = [];
      let cursor: string | undefined;
      do {
        const { items, next } = await list(cursor, 3);
        times.push(...items.map((item) => ('from' in item ? item.from : item.at)));
        cursor = next ?? undefined;
      } while (cursor !== undefined);
      expect(times).to.deep.equal([6, 5, 4, 3, 2, 1, 0].map((hour) => at(hour * 3_600).toISOString()));
    }
  });

  it('has neither the address nor the search of another, and both of one’s own', async () => {
    await note(leader, 'referrals.list', 0);
    await note(person, 'password.change', 1);
    await note(admin, 'user.suspend', 2);

    expect((await trail()).items.map(({ by, ip, detail }) => ({ by, ip, detail }))).to.deep.equal([
      { by: { kind: 'administration' }, ip: null, detail: 'secreto' },
      { by: 'self', ip: '203.0.113.9', detail: 'secreto' },
      { by: { kind: 'person', name: 'Lidia Líder', role: 'LEADER' }, ip: null, detail: null },
    ]);
  });

  it('is refused behind a cursor that is none of ours', async () => {
    for (const cursor of ["1' or true", '-1', '9'.repeat(30)])
      for (const list of [visits, trail])
        expect((await refusalOf(list(cursor))).status, cursor).to.equal(400);
  });

  it('stands beside what is held of their account', async () => {
    const summary = await readOwnSummary(database.fork(), { actor: actorOf(person) }, at(0));
    const counts = { referrals: 0, sessions: 0, devices: 0, factors: 0 };
    expect(summary).to.deep.include({ referrer: 'Lidia', ...counts });
    expect(summary.consents.map(({ purpose, withdrawnAt }) => [purpose, withdrawnAt])).to.have.deep.members([
      ['policy', null],
      ['lookup', null],
      ['sharing', null],
    ]);
  });
});
