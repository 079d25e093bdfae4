import { expect } from 'chai';
import { audit } from '../../../services/accounts/audit/audit.ts';
import { exportTrail } from '../../../services/accounts/audit/export-trail.ts';
import { readTrail } from '../../../services/accounts/audit/trail.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { roles } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { AuditAction } from '../../../shared/contract/audit.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, createPerson, origin } from './support/people.ts';

describe('The audit trail', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;
  let leader: UserRow;
  let people: UserRow[];

  beforeEach(async () => {
    const named = (nombreCompleto: string, role: 'USER' | 'LEADER' | 'ADMIN' = 'USER') =>
      createPerson(database.fork(), { nombreCompleto, role });
    admin = await named('Adela', 'ADMIN');
    leader = await named('Lidia', 'LEADER');
    people = [await named('Ana'), await named('Beto'), await named('Caro'), await named('Darío')];
  });

  const note = (by: UserRow, action: AuditAction, about: UserRow[], seconds: number, detail = '') =>
    audit(
      database.fork(),
      { actor: actorOf(by), action, subjectIds: about.map(({ id }) => id), ip: origin.ip, detail },
      at(seconds),
    );
  const read = (given: Partial<ActionParams<'accounts.auditTrail'>> = {}) =>
    readTrail(
      database.fork(),
      { actor: actorOf(admin), limit: 25, beside: false, visits: false, ip: origin.ip, ...given },
      at(1_000),
    );
  const actionsOf = async (given: Partial<ActionParams<'accounts.auditTrail'>>) =>
    (await read(given)).items.map(({ action }) => action);
  const id = (index: number) => people[index]?.id ?? '';

  it('says who did what, about whom, when, from where and why', async () => {
    await note(leader, 'referrals.list', people, 5);
    await note(admin, 'user.role', people.slice(0, 1), 6, 'USER → LEADER: porque sí');

    const { items, next } = await read();

    expect(items.map(({ id: _, ...entry }) => entry)).to.deep.equal([
      {
        at: at(6).toISOString(),
        actor: { id: admin.id, nombreCompleto: 'Adela' },
        action: 'user.role',
        subjects: { total: 1, first: [{ id: id(0), nombreCompleto: 'Ana' }] },
        ip: origin.ip,
        detail: 'USER → LEADER: porque sí',
      },
      {
        at: at(5).toISOString(),
        actor: { id: leader.id, nombreCompleto: 'Lidia' },
        action: 'referrals.list',
        subjects: {
          total: 4,
          first: people.slice(0, 3).map((one) => ({ id: one.id, nombreCompleto: one.nombreCompleto })),
        },
        ip: origin.ip,
        detail: '',
      },
    ]);
    expect(next).to.equal(null);
  });

  it('is told by visit: what somebody read again and again, and nothing of it is lost', async () => {
    for (const seconds of [10, 20, 30, 400]) await note(leader, 'referrals.list', people, seconds);
    await note(leader, 'referral.read', people.slice(0, 1), 410);
    await note(leader, 'referrals.list', people.toReversed(), 420);
    await note(leader, 'referrals.list', people, 2_000);
    for (const seconds of [2_001, 2_002])
      await note(admin, 'user.role', people.slice(0, 1), seconds, 'igual');

    const told = ({ items }: Awaited<ReturnType<typeof read>>) =>
      items.map(({ action, at: when, visit }) => [action, when, visit?.times ?? 1, visit?.from ?? when]);
    const [list, one] = ['referrals.list', 'referral.read'];
    const [first, second, third] = [at(10), at(420), at(2_000)].map((moment) => moment.toISOString());
    const visits = await read({ visits: true });
    expect(told(visits)).to.deep.equal([
      ...[2_002, 2_001].map((seconds) => [
        'user.role',
        at(seconds).toISOString(),
        1,
        at(seconds).toISOString(),
      ]),
      [list, third, 1, third],
      [list, second, 5, first],
      [one, at(410).toISOString(), 1, at(410).toISOString()],
    ]);
    expect(visits.next).to.equal(null);
    // With the reading before.
    const begun = await read({ visits: true, limit: 4 });
    expect(told(begun)).to.have.lengthOf(4);
    const rest = await read({ visits: true, limit: 3, cursor: begun.next ?? '', action: 'referrals.list' });
    expect(told(rest)).to.deep.equal([[list, second, 5, first]]);
    expect((await read({ limit: 100 })).items.filter(({ action }) => action === list)).to.have.lengthOf(6);
  });

  it('is taken away entry by entry, with everybody whom each is about, and that is written down', async () => {
    for (const seconds of [10, 20]) await note(leader, 'referrals.list', people, seconds);
    const given = { actor: actorOf(admin), limit: 1, ip: origin.ip };
    const take = (cursor?: string) =>
      exportTrail(database.fork(), { ...given, ...(cursor === undefined ? {} : { cursor }) }, at(1_000));
    const first = await take();
    expect(first.items.map(({ action }) => action)).to.deep.equal(['audit.export']);
    const second = await take(first.next ?? '');
    expect(second.items[0]).to.deep.include({
      ...{ at: at(20).toISOString(), action: 'referrals.list', subjectIds: people.map(({ id }) => id) },
      actor: { id: leader.id, nombreCompleto: 'Lidia' },
    });
    const third = await take(second.next ?? '');
    expect([third.items[0]?.at, third.next]).to.deep.equal([at(10).toISOString(), null]);
    for (const role of roles.filter((one) => one !== 'ADMIN'))
      expect(
        await refusalOf(exportTrail(database.fork(), { ...given, actor: { id: id(0), role } }, at(1))),
      ).to.include({ code: 'forbidden' });
  });

  it('is narrowed to days, and to whoever has a cédula', async () => {
    await note(leader, 'referrals.list', people, 1);
    await note(leader, 'referrals.list', people, 50);
    const between = { from: at(40).toISOString(), until: at(60).toISOString() };
    expect((await read(between)).items.map(({ at }) => at)).to.deep.equal([at(50).toISOString()]);
    expect(await actionsOf({ cedula: leader.cedula })).to.deep.equal(['referrals.list', 'referrals.list']);
    expect(await actionsOf({ cedula: '99887766' })).to.deep.equal([]);
  });

  it('is narrowed to what a person did or what was done with their data', async () => {
    await note(leader, 'referrals.list', people, 1);
    await note(admin, 'user.read', [leader], 2);
    await note(admin, 'users.list', people.slice(1), 3);

    expect(await actionsOf({ userId: leader.id })).to.deep.equal(['user.read', 'referrals.list']);
    expect(await actionsOf({ userId: id(0) })).to.deep.equal(['referrals.list']);
    expect(await actionsOf({ userId: id(3) })).to.deep.equal(['users.list', 'referrals.list']);
  });

  it('is narrowed to one action, also of one person', async () => {
    await note(leader, 'referrals.list', people, 1);
    await note(admin, 'user.read', [leader], 2);
    await note(admin, 'user.read', people.slice(0, 1), 3);

    expect(await actionsOf({ action: 'user.read' })).to.have.lengthOf(2);
    expect(await actionsOf({ action: 'user.read', userId: id(0) })).to.deep.equal(['user.read']);
    expect(await actionsOf({ action: 'evidence.read' })).to.deep.equal([]);
  });

  it('comes in pages, newest first, that miss and repeat nothing while it grows', async () => {
    for (let count = 0; count < 5; count += 1) await note(admin, 'user.read', [leader], count, `${count}`);
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 4; pages += 1) {
      const page: Awaited<ReturnType<typeof read>> = await read({
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ detail }) => detail));
      cursor = page.next;
      if (cursor === null) break;
      await note(admin, 'user.read', [leader], 100, 'newer');
    }

    expect(seen).to.deep.equal(['4', '3', '2', '1', '0']);
  });

  for (const cursor of ['abc', '', '-1', '1; drop', '9'.repeat(30)]) {
    it(`refuses ${JSON.stringify(cursor)} as a cursor with 400`, async () => {
      expect(await refusalOf(read({ cursor }))).to.include({ code: 'validation', status: 400 });
    });
  }

  it('says who read it, about whom and what of it, the next time', async () => {
    await read();
    await read({ userId: leader.id, action: 'user.read' });
    await read({ userId: leader.id, beside: true });

    const { items } = await read({ action: 'audit.read' });

    expect(
      items.map(({ actor, subjects, detail }) => [actor?.id, subjects.first[0]?.id, detail]),
    ).to.deep.equal([
      [admin.id, leader.id, 'user.read'],
      [admin.id, undefined, ''],
    ]);
  });

  for (const role of roles.filter((one) => one !== 'ADMIN')) {
    it(`is refused to a ${role} with 403, also about themselves`, async () => {
      const actor = actorOf(await createPerson(database.fork(), { role }));
      expect(await refusalOf(read({ actor }))).to.include({ code: 'forbidden', status: 403 });
      expect(await refusalOf(read({ actor, userId: actor.id }))).to.include({ code: 'forbidden' });
    });
  }
});
