import { expect } from 'chai';
import { verifyAudit } from '../../../services/accounts/audit/verify.ts';
import { listPersonChanges } from '../../../services/accounts/catch-up/person-changes.ts';
import { openClaim } from '../../../services/accounts/claims/open-claim.ts';
import { detachAll, detachSome } from '../../../services/accounts/erasure/detach.ts';
import { eraseOther, eraseOwn } from '../../../services/accounts/erasure/erase.ts';
import { eraseAgain } from '../../../services/accounts/erasure/erase-again.ts';
import { eraseUser } from '../../../services/accounts/erasure/erase-user.ts';
import { settleFailed, settleSent } from '../../../services/accounts/messenger/outbox.ts';
import { UserEntity, type UserRow } from '../../../services/accounts/store/entities.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { ledger } from './support/ledger.ts';
import { messengerSettings } from './support/messenger.ts';
import { actorOf, createPerson, ip, registrationOf } from './support/people.ts';
import { register } from './support/register.ts';
import { subnetOf } from './support/subnet.ts';

const NOW = at(1_000);

describe('Erasing a person', () => {
  const database = useDatabase('accounts');
  const fork = () => database.fork();
  const own = { reason: 'own', by: null, ledger } as const;
  const means = { messenger: messengerSettings, ledger };
  const count = async (sql: string, ...values: unknown[]): Promise<number> =>
    (await database.query<{ count: number }>(`select count(*)::int as count from ${sql}`, values))[0]
      ?.count ?? -1;

  it('takes everything that hangs on the account, and leaves in the ledger that there was somebody', async () => {
    const { user } = await register(fork(), registrationOf(), NOW);
    await database.query(
      `insert into accounts.guesses values ($1, 'x', 1, now()), ('1000000009', 'x', 1, now())`,
      [user.cedula],
    );
    await database.query(`insert into accounts.login_failures values ($1, 1, now())`, [user.cedula]);

    expect(await eraseUser(fork(), user.id, own, NOW)).to.equal(true);

    for (const table of ['users', 'sessions', 'devices', 'consents', 'login_failures'])
      expect(await count(`accounts.${table}`), table).to.equal(0);
    expect(await count('accounts.guesses'), "another's guesses").to.equal(1);
    const [row] = await database.query<{ length: number }>(
      `select octet_length(cedula_hash) as length, erased_at, reason,
         person_hash = sha256(convert_to($1::text, 'UTF8')) as own from accounts.erasures`,
      [user.id],
    );
    expect(row).to.deep.equal({ length: 32, erased_at: NOW, reason: 'own', own: true });
    expect(await count('accounts.erasure_consents')).to.be.at.least(1);
    const names = await database.query<{ name: string }>('select name from accounts.outbox order by id');
    expect(
      names.map(({ name }) => name),
      'the registration was not told yet',
    ).to.deep.equal(['user.erased']);
  });

  it('is done once, and is told to whoever looks', async () => {
    const { user } = await register(fork(), registrationOf(), NOW);
    expect(await eraseUser(fork(), user.id, own, NOW)).to.equal(true);
    expect(await eraseUser(fork(), user.id, own, NOW)).to.equal(false);
    const { items } = await listPersonChanges(fork(), { subnetOf, ledger }, { after: null, limit: 10 }, NOW);
    expect(items.map(({ kind, userId }) => [kind, userId])).to.deep.equal([['removed', user.id]]);
  });

  it('makes a person who registers again somebody new', async () => {
    const first = await register(fork(), registrationOf(), NOW);
    await eraseUser(fork(), first.user.id, own, NOW);
    const second = await register(fork(), registrationOf(), at(2_000));
    expect(second.user.id).not.to.equal(first.user.id);
    expect(await eraseAgain(fork, ledger, at(3_000))).to.deep.equal({ erased: 0, left: 0 });
    expect(await count('accounts.users')).to.equal(1);
  });

  it('takes the leader from those whom they referred, some at a time, and counts stay with whoever invited', async () => {
    const coordinator = await createPerson(fork(), { role: 'COORDINATOR' });
    const leader = await createPerson(fork(), { role: 'LEADER', referrerId: coordinator.id });
    for (let n = 0; n < 3; n += 1) await createPerson(fork(), { referrerId: leader.id });
    const total = () => count(`accounts.users where referrer_id = '${leader.id}'`);

    await eraseUser(fork(), leader.id, own, NOW);
    expect(await total(), 'in the background').to.equal(3);
    expect(await detachSome(fork(), [leader.id], 2)).to.equal(2);
    expect(await detachSome(fork(), [leader.id], 2)).to.equal(1);
    expect(await total()).to.equal(0);
    const [counted] = await database.query(
      'select sum(total)::int as total from accounts.referral_counts where referrer_id = $1',
      [coordinator.id],
    );
    expect(counted).to.deep.equal({ total: 1 });
  });

  it('is done for many who went together; whom somebody is busy with is left for the next time', async () => {
    const leaders = [
      await createPerson(fork(), { role: 'LEADER' }),
      await createPerson(fork(), { role: 'LEADER' }),
    ];
    const people: UserRow[] = [];
    for (const { id } of leaders) people.push(await createPerson(fork(), { referrerId: id }));
    for (const { id } of leaders) await eraseUser(fork(), id, own, NOW);
    // Written by somebody who was in the middle of something.
    await database.query(
      `insert into accounts.audit ("at", actor_id, action, subject_ids, ip) values (now(), null, 'x', array[$1]::uuid[], '')`,
      [leaders[0]?.id],
    );
    const gone = leaders.map(({ id: userId }) => ({ userId, removedAt: NOW }));
    const later = at(1_000 + 3_600);
    const left = () => count('accounts.removed_users where detached_at is null');
    await fork().transactional(async (tx) => {
      await tx.execute('select 1 from accounts.users where id = ? for update', [people[0]?.id]);
      await detachAll(fork, gone, later);
    });
    expect(await left()).to.equal(1);
    await detachAll(fork, gone, later);
    expect(await left()).to.equal(0);
    expect(await count('accounts.users where referrer_id is not null')).to.equal(0);
    expect(
      await database.query(
        'select 1 from accounts.audit where subject_ids && $1::uuid[] or actor_id = any($1)',
        [leaders.map(({ id }) => id)],
      ),
    ).to.deep.equal([]);
    expect((await verifyAudit(fork)).faults).to.deep.equal([]);
  });

  it('counts whoever comes by the same link and goes, again and again, once', async () => {
    const leader = await createPerson(fork(), { role: 'LEADER' });
    for (let time = 0; time < 3; time += 1) {
      const person = await createPerson(fork(), { cedula: '1000000777', referrerId: leader.id });
      await eraseUser(fork(), person.id, own, NOW);
    }
    expect(
      await database.query(
        'select sum(total)::int as total from accounts.referral_counts where referrer_id = $1',
        [leader.id],
      ),
    ).to.deep.equal([{ total: 1 }]);
  });

  it('tells the telephone that they had, which is forgotten with the message, sent or not', async () => {
    for (const end of ['sent', 'failed'] as const) {
      const person = await createPerson(fork());
      await eraseOwn(fork(), means, { actor: actorOf(person), ip }, NOW);
      const [message] = await database.query<{ id: string; phone: string; body: string; user_id: null }>(
        `select id, phone, body, user_id from accounts.messages where kind = 'erased' and phone is not null`,
      );
      expect(message).to.include({ user_id: null });
      expect(message?.body).to.include('Si no lo pidió');
      if (end === 'sent') await settleSent(fork(), message?.id ?? '', NOW);
      else await settleFailed(fork(), message?.id ?? '', 'no such number', NOW);
      expect(await count('accounts.messages where phone is not null or body is not null'), end).to.equal(0);
    }
  });

  it('takes what they claimed of the account of another', async () => {
    const [holder, person] = [await createPerson(fork()), await createPerson(fork())];
    const { nombreCompleto, phone } = person;
    const claim = { cedula: holder.cedula, contact: 'x', evidence: 'y', ip };
    await openClaim(
      fork(),
      { messenger: messengerSettings, subnetOf },
      { ...claim, nombreCompleto, phone },
      NOW,
    );
    await openClaim(
      fork(),
      { messenger: messengerSettings, subnetOf },
      { ...claim, nombreCompleto: 'Otra Persona', phone },
      NOW,
    );
    await eraseUser(fork(), person.id, own, NOW);
    expect(await count('accounts.claims')).to.equal(1);
  });

  it('lets nobody name somebody who goes at the same moment as the leader', async () => {
    const leader = await createPerson(fork(), { role: 'LEADER' });
    const people = await Promise.all([1, 2, 3].map(() => createPerson(fork(), { referrerId: leader.id })));
    await Promise.all([leader, ...people].map(({ id }) => eraseUser(fork(), id, own, NOW)));
    await detachSome(fork(), [leader.id]);
    expect(await count('accounts.users')).to.equal(0);
    expect((await verifyAudit(fork)).faults).to.deep.equal([]);
  });

  it('is refused to whoever has a role, who gives it back first, and never takes the last ADMIN', async () => {
    for (const role of ['LEADER', 'COORDINATOR', 'OPERATOR', 'ADMIN'] as const) {
      const person = await createPerson(fork(), { role });
      expect(await refusalOf(eraseOwn(fork(), means, { actor: actorOf(person), ip }, NOW)), role).to.include({
        code: 'has_role',
        status: 409,
      });
      // As it was when they came in: the role that counts is the one that they have now.
      const before = { actor: { ...actorOf(person), role: 'USER' as const }, ip };
      expect(await refusalOf(eraseOwn(fork(), means, before, NOW)), role).to.include({
        code: 'has_role',
      });
    }
    const admin = await fork().findOneOrFail(UserEntity, { role: 'ADMIN' });
    expect(await refusalOf(eraseUser(fork(), admin.id, own, NOW))).to.include({ code: 'last_admin' });
    const person = await createPerson(fork());
    await eraseOwn(fork(), means, { actor: actorOf(person), ip }, NOW);
    expect(await count('accounts.users')).to.equal(4);
  });

  it('is done to others by ADMINs alone, with a reason that names nobody', async () => {
    const admin = await createPerson(fork(), { role: 'ADMIN' });
    const leader = await createPerson(fork(), { role: 'LEADER' });
    const person = await createPerson(fork(), { nombreCompleto: 'Zenobia Quiñones' });
    const erase = (by: UserRow, userId: string) =>
      eraseOther(fork(), means, { actor: actorOf(by), userId, reason: 'Zenobia Quiñones lo pidió', ip }, NOW);
    expect(await refusalOf(erase(leader, person.id))).to.include({ code: 'forbidden' });
    expect(await refusalOf(erase(admin, admin.id))).to.include({ code: 'own_account' });
    await erase(admin, person.id);
    expect(await refusalOf(erase(admin, person.id))).to.include({ code: 'not_found' });
    const [entry] = await database.query<{ detail: string }>(
      `select actor_id, detail from accounts.audit where action = 'user.erase'`,
    );
    expect(entry).to.include({ actor_id: admin.id });
    expect(entry?.detail).to.match(/^Lo hizo quien administra: \*\*\* lo pidió \[borrado /);
  });

  it('erases again whom a backup has brought back, by the ledger', async () => {
    const { user } = await register(fork(), registrationOf(), NOW);
    await database.query('create table public.backup as select * from accounts.users');
    await eraseUser(fork(), user.id, own, NOW);
    await database.query(`insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
      referral_goal, created_at, census_version) select id, cedula, nombre_completo, phone, password_hash, role, referral_code,
      referral_goal, created_at, census_version from public.backup`);
    await database.query('drop table public.backup');

    expect(await eraseAgain(fork, ledger, at(2_000))).to.deep.equal({ erased: 1, left: 0 });
    expect(await count('accounts.users')).to.equal(0);
    expect(await database.query('select reason from accounts.erasures order by erased_at')).to.deep.equal([
      { reason: 'own' },
      { reason: 'restored' },
    ]);
  });
});
