import { expect } from 'chai';
import { correctReferrerOf } from '../../../services/accounts/administration/correct-person.ts';
import { giveConsent } from '../../../services/accounts/consent/decisions.ts';
import { correctReferrer } from '../../../services/accounts/own-data/correct-referrer.ts';
import { listReferrals } from '../../../services/accounts/referrals/referrals.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { whileAnnouncementsFail } from '../support/refuse-announcements.ts';
import { actorOf, consent, createPerson, ip } from './support/people.ts';
import { anyText } from './support/policy.ts';

const NOW = at(1_000);

describe('A correction of who invited somebody', () => {
  const database = useDatabase('accounts');
  let before: UserRow;
  let after: UserRow;
  let person: UserRow;

  beforeEach(async () => {
    before = await createPerson(database.fork(), { role: 'LEADER', nombreCompleto: 'Lidia Antes' });
    after = await createPerson(database.fork(), { role: 'LEADER', nombreCompleto: 'Lina Después' });
    person = await createPerson(database.fork(), { referrerId: before.id });
  });

  const correct = (code: string | null, who = person) =>
    correctReferrer(database.fork(), { actor: actorOf(who), code, ip }, NOW);
  const referrerOf = async (id: string) =>
    (
      await database.query<{ referrer_id: string | null }>(
        'select referrer_id from accounts.users where id = $1',
        [id],
      )
    )[0]?.referrer_id;
  /** The list of a leader, and how many it says that they are. */
  const list = async (leader: UserRow) => {
    const params = { actor: actorOf(leader), status: 'todos', q: '', sort: 'recent', limit: 25 } as const;
    const { items, counts } = await listReferrals(
      database.fork(),
      anyText,
      { ...params, counts: true, ip },
      NOW,
    );
    return { ids: items.map(({ id }) => id), total: counts?.todos };
  };
  const trail = () =>
    database.query(
      `select at, actor_id, subject_ids, ip, detail from accounts.audit where action = 'user.referrer' order by id`,
    );
  const announced = (name: string) =>
    database.query(`select payload from accounts.outbox where name = $1 order by id`, [name]);

  it('moves them from one list to the other, and both counts, at once', async () => {
    await correct(after.referralCode);

    expect(await list(before)).to.deep.equal({ ids: [], total: 0 });
    expect(await list(after)).to.deep.equal({ ids: [person.id], total: 1 });
  });

  it('is announced without the cédula, which is the same, and leaves an entry', async () => {
    await correct(after.referralCode);

    const payload = {
      ...{ userId: person.id, cedula: null, referrerId: after.id, coordinatorId: null },
      // Whose page shows them no more.
      ...{ formerReferrerId: before.id, formerCoordinatorId: null },
    };
    expect(await announced('user.corrected')).to.deep.equal([
      { payload: { ...payload, correctedAt: NOW.toISOString() } },
    ]);
    expect(await trail()).to.deep.equal([
      {
        ...{ at: NOW, actor_id: person.id, ip, detail: 'otra persona' },
        subject_ids: [person.id, before.id, after.id],
      },
    ]);
  });

  it('may say that nobody did', async () => {
    await correct(null);

    expect(await referrerOf(person.id)).to.equal(null);
    expect(await list(before)).to.deep.equal({ ids: [], total: 0 });
  });

  it('is made three times a day, and no more', async () => {
    for (const code of [after.referralCode, null, before.referralCode]) await correct(code);

    expect(await refusalOf(correct(null))).to.include({ code: 'too_many_changes', status: 429 });
    expect(await referrerOf(person.id)).to.equal(before.id);
    await correctReferrer(database.fork(), { actor: actorOf(person), code: null, ip }, at(90_000));
    expect(await referrerOf(person.id)).to.equal(null);
  });

  it('changes and announces nothing when it says what is known', async () => {
    await correct(before.referralCode);

    expect(await trail()).to.deep.equal([]);
    expect(await announced('user.corrected')).to.deep.equal([]);
  });

  it('is all or nothing', async () => {
    await whileAnnouncementsFail(database, 'accounts', () => correct(after.referralCode).catch(() => {}));

    expect(await referrerOf(person.id)).to.equal(before.id);
    expect(await trail()).to.deep.equal([]);
  });

  it('is refused with a code that nobody has, and with their own', async () => {
    for (const code of ['NADIE234', person.referralCode]) {
      const { status, fields } = await refusalOf(correct(code));
      expect({ status, fields: Object.keys(fields ?? {}) }, code).to.deep.equal({
        status: 400,
        fields: ['ref'],
      });
    }
    expect(await referrerOf(person.id)).to.equal(before.id);
  });

  it('lets nobody be above themselves, however far, and however two do it at once', async () => {
    const child = await createPerson(database.fork(), { referrerId: person.id });
    const grandchild = await createPerson(database.fork(), { referrerId: child.id });
    expect((await refusalOf(correct(grandchild.referralCode))).status).to.equal(400);

    const [one, two] = [await createPerson(database.fork()), await createPerson(database.fork())];
    const both = await Promise.allSettled([correct(two.referralCode, one), correct(one.referralCode, two)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
  });

  it('is not a leader’s to make alone, because another would see those whom they lead', async () => {
    const leader = await createPerson(database.fork(), { role: 'LEADER', referrerId: before.id });
    expect(await refusalOf(correct(after.referralCode, leader))).to.include({ code: 'leads_others' });
    expect(await referrerOf(leader.id)).to.equal(before.id);
  });

  it('hands nobody to a leader whom they did not name: who was shared is asked first, and named to nobody', async () => {
    const admin = await createPerson(database.fork(), { role: 'ADMIN' });
    const shared = await createPerson(database.fork(), { referrerId: before.id, consent });
    const asked = { userId: shared.id, code: after.referralCode, reason: 'Lo pidió por carta', ip };
    await correctReferrerOf(database.fork(), { actor: actorOf(admin), ...asked }, NOW);

    expect(await referrerOf(shared.id)).to.equal(after.id);
    expect(await list(after)).to.deep.equal({ ids: [], total: 1 });
    expect(await announced('user.corrected')).to.have.nested.property('[0].payload.referrerId', null);
    expect(await announced('user.consent_changed'))
      .to.have.nested.property('[0].payload')
      .that.deep.include({
        ...{ userId: shared.id, referrerId: before.id, lookup: true, sharing: false },
      });
    const [{ asked_again: isAsked } = {}] = await database.query<{ asked_again: boolean }>(
      'select asked_again from accounts.users where id = $1',
      [shared.id],
    );
    expect(isAsked).to.equal(true);

    await database
      .fork()
      .transactional((tx) => giveConsent(tx, shared.id, { ...consent, purposes: ['sharing'] }, at(2_000)));
    expect((await list(after)).ids).to.deep.equal([shared.id]);
  });

  it('is no ADMIN’s own in that way, nor one’s who is an ADMIN no more', async () => {
    const admin = await createPerson(database.fork(), { role: 'ADMIN' });
    const as = (userId: string) =>
      correctReferrerOf(
        database.fork(),
        { actor: actorOf(admin), userId, code: after.referralCode, reason: 'Porque sí', ip },
        NOW,
      );
    expect(await refusalOf(as(admin.id))).to.include({ code: 'own_referrer', status: 403 });
    await database.query(`update accounts.users set role = 'USER' where id = $1`, [admin.id]);
    expect(await refusalOf(as(person.id))).to.include({ code: 'forbidden' });
    expect(await referrerOf(person.id)).to.equal(before.id);
  });

  it('is made for a leader by an ADMIN, with a reason, and the census is told who coordinates', async () => {
    const admin = await createPerson(database.fork(), { role: 'ADMIN' });
    const leader = await createPerson(database.fork(), { role: 'LEADER', referrerId: before.id });
    const asked = { userId: leader.id, code: after.referralCode, reason: 'Lo pidió por carta', ip };
    const as = (user: UserRow) => correctReferrerOf(database.fork(), { actor: actorOf(user), ...asked }, NOW);

    for (const user of [person, before]) expect((await refusalOf(as(user))).code).to.equal('forbidden');
    await as(admin);

    expect(await referrerOf(leader.id)).to.equal(after.id);
    expect(await trail()).to.have.nested.property('[0].detail', 'otra persona: Lo pidió por carta');
    expect(await announced('user.role_changed')).to.deep.include({
      // Who coordinates them is not shown them before they say so.
      payload: { userId: leader.id, referrerId: null, role: 'LEADER', changedAt: NOW.toISOString() },
    });
  });
});
