import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { giveRole } from '../../../services/accounts/administration/give-role.ts';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { listPersonChanges } from '../../../services/accounts/catch-up/person-changes.ts';
import { countWithoutRecord } from '../../../services/accounts/catch-up/without-record.ts';
import { UserEntity } from '../../../services/accounts/store/entities.ts';
import type { Status } from '../../../shared/contract/census.ts';
import type { ChangeCursor } from '../../../shared/contract/changes.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S } from '../support/clock.ts';
import { withoutConstraint } from '../support/without-constraint.ts';
import { ledger } from './support/ledger.ts';
import { consent, createPerson, origin } from './support/people.ts';
import { subnetOf } from './support/subnet.ts';

describe('What changed of people', () => {
  const database = useDatabase('accounts');
  const registered = (given = {}) => createPerson(database.fork(), { consent, ...given });
  const list = (after: ChangeCursor | null = null, limit = 500) =>
    listPersonChanges(database.fork(), { subnetOf, ledger }, { after, limit }, at(0));
  const ids = async () => (await list()).items.map(({ userId }) => userId);
  const changedAt = (userId: string, moment: string) =>
    database.query(`update accounts.users set changed_at = $2 where id = $1`, [userId, moment]);

  it('is who registered, with what a lookup needs, and who did not consent', async () => {
    const leader = await createPerson(database.fork(), { role: 'LEADER' });
    const person = await registered({ referrerId: leader.id });

    const { items, more } = await list();
    expect(more).to.equal(false);
    expect(items.map(({ changedAt: _, ...item }) => item)).to.deep.equal([
      {
        userId: leader.id,
        kind: 'person',
        role: 'LEADER',
        referrerId: null,
        registered: null,
        decidedAt: null,
        censusVersion: 0,
      },
      {
        decidedAt: at(0).toISOString(),
        ...{ userId: person.id, kind: 'person', role: 'USER', referrerId: leader.id, censusVersion: 0 },
        registered: {
          ...{ cedula: person.cedula, registeredAt: at(0).toISOString() },
          subnet: subnetOf(origin.ip),
        },
      },
    ]);
  });

  it('says where somebody came from for a day, never the address', async () => {
    await registered();
    const subnets = async (seconds: number) => {
      const { items } = await listPersonChanges(
        database.fork(),
        { subnetOf, ledger },
        { after: null, limit: 500 },
        at(seconds),
      );
      return items.map((item) => item.kind === 'person' && item.registered?.subnet);
    };
    expect(await subnets(DAY_S - 1)).to.deep.equal([subnetOf(origin.ip)]);
    expect(await subnets(DAY_S)).to.deep.equal([null]);
  });

  it('has a role that only a newer release knows as it is, and goes on behind it', async () => {
    const person = await registered();
    const next = await registered();
    await withoutConstraint(database, 'accounts.users', 'users_role_check', async () => {
      await database.query(`update accounts.users set role = 'WATCHER' where id = $1`, [person.id]);

      const roles = (await list()).items.map((item) => [item.userId, item.kind === 'person' && item.role]);
      expect(Object.fromEntries(roles)).to.deep.equal({ [person.id]: 'WATCHER', [next.id]: 'USER' });
    });
  });

  it('comes in pages, each behind the last of the one before, also of those who changed at one moment', async () => {
    const people = [];
    for (let n = 0; n < 7; n += 1) people.push((await registered()).id);
    await database.query(`update accounts.users set changed_at = '2026-01-01T00:00:00.123Z'`);

    const seen: string[] = [];
    let after: ChangeCursor | null = null;
    for (let more = true; more; ) {
      const page = await list(after, 3);
      seen.push(...page.items.map(({ userId }) => userId));
      const last = page.items.at(-1);
      after = last === undefined ? null : { at: last.changedAt, id: last.userId };
      more = page.more;
    }
    expect(seen).to.deep.equal(people.toSorted());
  });

  it('is news again when a role or a referrer changes, also by hand, and not when a status is copied', async () => {
    const [one, two, three] = [await registered(), await registered(), await registered()];
    for (const [index, { id }] of [one, two, three].entries())
      await changedAt(id, `2026-01-0${index + 1}T00:00:00Z`);
    await copyStatuses(database.fork(), [
      {
        userId: two.id,
        referrerId: null,
        status: 'ACTIVE',
        version: 1,
      },
    ]);
    expect(await ids()).to.deep.equal([one.id, two.id, three.id]);

    await database.fork().transactional(async (tx) => {
      const row = await tx.findOneOrFail(UserEntity, { id: one.id });
      await giveRole(tx, row, { actor: null, role: 'LEADER', reason: 'prueba', ip: 'censo' }, at(1));
    });
    expect(await ids()).to.deep.equal([two.id, three.id, one.id]);
    await database.query('update accounts.users set referrer_id = $1 where id = $2', [one.id, two.id]);
    expect(await ids()).to.deep.equal([three.id, one.id, two.id]);
  });

  it('is news when somebody consents later', async () => {
    const [late, other] = [await createPerson(database.fork()), await registered()];
    await database.query(
      `insert into accounts.consents (id, user_id, policy_version, granted_at, ip, user_agent)
       values (gen_random_uuid(), $1, '2026-11', now(), '', '')`,
      [late.id],
    );

    expect(await ids()).to.deep.equal([other.id, late.id]);
    expect((await list()).items[1])
      .to.have.property('registered')
      .that.is.an('object');
  });

  it('is asked for the lookup only where that is what they are asked', async () => {
    const [asked, other] = [await registered(), await registered()];
    await database.query(
      `update accounts.consents set outdated = true, withdrawn_at = granted_at
       where (user_id, purpose) in (($1, 'lookup'), ($2, 'sharing'))`,
      [asked.id, other.id],
    );
    await database.query('update accounts.users set asked_again = true');
    const asking = (await list()).items.map((item) => [item.userId, 'asking' in item && item.asking]);
    expect(Object.fromEntries(asking)).to.deep.equal({ [asked.id]: true, [other.id]: false });
  });

  it('is also who was removed, and no more when they are there again', async () => {
    const person = await registered();
    await database.query('delete from accounts.consents');
    await database.query('delete from accounts.users');

    const [item] = (await list()).items;
    expect(item).to.deep.include({ userId: person.id, kind: 'removed' });
    await database.query(`insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role,
      referral_code, referral_goal, created_at, census_version)
      values ('${person.id}', '1', 'x', 'x', 'x', 'USER', 'x', 1, now(), 0)`);
    expect((await list()).items.map(({ kind }) => kind)).to.deep.equal(['person']);
  });

  describe('and the copies of statuses that were missed', () => {
    const told = (userId: string, status: Status, version: number) => ({
      ...{ userId, referrerId: null, status, version, changedAt: at(0).toISOString() },
    });

    it('are brought up to date in one go, and named; what is known already is not', async () => {
      const [one, two, three] = [await registered(), await registered(), await registered()];
      await copyStatuses(database.fork(), [told(two.id, 'PENDING', 1), told(three.id, 'ACTIVE', 5)]);

      const missed = await copyStatuses(database.fork(), [
        told(one.id, 'NOT_FOUND', 4),
        told(two.id, 'ACTIVE', 3),
        told(three.id, 'PENDING', 4),
        told(randomUUID(), 'ACTIVE', 1),
      ]);
      expect(new Set(missed.map(({ userId }) => userId))).to.deep.equal(new Set([one.id, two.id]));
      const rows = await database.query<{ id: string; census_status: string }>(
        'select * from accounts.users',
      );
      const statusOf = Object.fromEntries(rows.map((row) => [row.id, row.census_status]));
      expect(statusOf).to.deep.equal({ [one.id]: 'NOT_FOUND', [two.id]: 'ACTIVE', [three.id]: 'ACTIVE' });
      expect(await copyStatuses(database.fork(), [])).to.deep.equal([]);
    });
  });

  it('counts those of whom the census has said nothing for a minute, and no others', async () => {
    await createPerson(database.fork(), {}, at(0));
    const silent = await registered();
    const known = await registered();
    await copyStatuses(database.fork(), [
      { userId: known.id, referrerId: null, status: 'PENDING', version: 1, changedAt: at(0).toISOString() },
    ]);

    expect(await countWithoutRecord(database.fork(), at(60))).to.equal(0);
    expect(await countWithoutRecord(database.fork(), at(61))).to.equal(1);
    await copyStatuses(database.fork(), [
      { userId: silent.id, referrerId: null, status: 'PENDING', version: 1, changedAt: at(0).toISOString() },
    ]);
    expect(await countWithoutRecord(database.fork(), at(61))).to.equal(0);
  });
});
