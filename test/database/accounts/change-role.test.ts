import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { changeRole } from '../../../services/accounts/administration/change-role.ts';
import { openSession } from '../../../services/accounts/sessions/sessions.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { type Actor, type Role, roles } from '../../../shared/contract/accounts.ts';
import { actions } from '../../../shared/contract/actions.ts';
import { failureOf, refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { whileAnnouncementsFail } from '../support/refuse-announcements.ts';
import { userOfSession } from './support/open-sessions.ts';
import { actorOf, createPerson, ip, origin } from './support/people.ts';

const NOW = at(1_000);
const REASON = 'Coordina el barrio';

describe('A change of role', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;
  let person: UserRow;

  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN' });
    person = await createPerson(database.fork(), { referrerId: admin.id });
  });

  const change = (role: Role, userId = person.id, actor: Actor = actorOf(admin)) =>
    changeRole(database.fork(), { actor, userId, role, reason: REASON, ip }, NOW);
  const roleOf = async (id: string): Promise<string | undefined> =>
    (await database.query<{ role: string }>('select role from accounts.users where id = $1', [id]))[0]?.role;
  const trail = () =>
    database.query('select at, actor_id, action, subject_ids, ip, detail from accounts.audit order by id');
  const announced = async () =>
    (
      await database.query<{ payload: object }>(
        `select payload from accounts.outbox where name = 'user.role_changed'
         and payload ->> 'userId' = $1 order by id`,
        [person.id],
      )
    ).map(({ payload }) => payload);

  it('is stored with who did it, when and why, and is announced', async () => {
    expect(await change('LEADER')).to.include({ id: person.id, role: 'LEADER' });

    expect(await roleOf(person.id)).to.equal('LEADER');
    expect(await trail()).to.deep.equal([
      {
        at: NOW,
        actor_id: admin.id,
        action: 'user.role',
        subject_ids: [person.id],
        ip: origin.ip,
        detail: `USER → LEADER: ${REASON}`,
      },
    ]);
    expect(await announced()).to.deep.equal([
      { userId: person.id, referrerId: admin.id, role: 'LEADER', changedAt: NOW.toISOString() },
    ]);
  });

  it('is all or nothing: when it cannot be announced, neither role nor trail change', async () => {
    await whileAnnouncementsFail(database, 'accounts', () => failureOf(change('LEADER')));

    expect(await roleOf(person.id)).to.equal('USER');
    expect(await trail()).to.deep.equal([]);
  });

  for (const role of roles.filter((one) => one !== 'ADMIN')) {
    it(`is refused to a ${role}, of others and of themselves, and leaves no trace`, async () => {
      const actor = await createPerson(database.fork(), { role });
      for (const userId of [person.id, actor.id, randomUUID()])
        expect(await refusalOf(change('ADMIN', userId, actorOf(actor)))).to.include({
          code: 'forbidden',
          status: 403,
        });

      expect([await roleOf(person.id), await roleOf(actor.id)]).to.deep.equal(['USER', role]);
      expect(await trail()).to.deep.equal([]);
    });
  }

  it('is refused to an ADMIN for themselves, in words that say whom to ask', async () => {
    expect(await refusalOf(change('LEADER', admin.id))).to.include({
      code: 'own_role',
      status: 403,
      message: 'Nadie cambia su propio rol; pídalo a otra persona que administre.',
    });
    expect(await roleOf(admin.id)).to.equal('ADMIN');
  });

  it('is refused to whoever has ceased to be ADMIN since their page was loaded', async () => {
    const demoted = await createPerson(database.fork(), { role: 'LEADER' });

    expect(await refusalOf(change('LEADER', person.id, { id: demoted.id, role: 'ADMIN' }))).to.include({
      code: 'forbidden',
    });
  });

  it('leaves somebody who administers, when two ADMINs demote each other at the same moment', async () => {
    const other = await createPerson(database.fork(), { role: 'ADMIN' });
    const { kept, refused } = await settle([
      change('USER', other.id, actorOf(admin)),
      change('USER', admin.id, actorOf(other)),
    ]);

    expect([kept.length, refused.length]).to.deep.equal([1, 1]);
    expect([await roleOf(admin.id), await roleOf(other.id)]).to.have.members(['ADMIN', 'USER']);
  });

  it('is written down twice, each with its before and after, when two come at the same moment', async () => {
    const other = await createPerson(database.fork(), { role: 'ADMIN' });
    await Promise.all([change('LEADER'), change('OPERATOR', person.id, actorOf(other))]);

    const details = (
      await database.query<{ detail: string }>('select detail from accounts.audit order by id')
    ).map(({ detail }) => detail.replace(`: ${REASON}`, ''));
    expect(details).to.have.lengthOf(2);
    expect(details[1]?.split(' → ')[0]).to.equal(details[0]?.split(' → ')[1]);
    expect(details[1]?.split(' → ')[1]).to.equal(await roleOf(person.id));
  });

  it('to the role that they have is refused with 409, beside the field', async () => {
    const { code, status, fields } = await refusalOf(change('USER'));
    expect([code, status]).to.deep.equal(['same_role', 409]);
    expect(fields).to.have.all.keys('role');
    expect(await trail()).to.deep.equal([]);
  });

  it('to one of staff ends the sessions that a browser remembers, and no others', async () => {
    const open = (persistent: boolean) =>
      openSession(database.fork(), person.id, { persistent, ip, userAgent: '' }, NOW);
    const [remembered, other] = [await open(true), await open(false)];
    const isOpen = async ({ token }: { token: string }) =>
      (await userOfSession(database.fork(), token, NOW)) !== null;
    await change('LEADER');
    expect(await isOpen(remembered), 'a LEADER’s').to.equal(true);
    await change('COORDINATOR');
    expect([await isOpen(remembered), await isOpen(other)]).to.deep.equal([false, true]);
  });

  it('that is sent twice is done once, and answered as the first time', async () => {
    const answers = [await change('LEADER'), ...(await Promise.all([change('LEADER'), change('LEADER')]))];

    expect(answers.map(({ role }) => role)).to.deep.equal(['LEADER', 'LEADER', 'LEADER']);
    expect(await trail()).to.have.lengthOf(1);
    expect(await announced()).to.have.lengthOf(1);
  });

  it('that another person asks for, or for another reason, is no repeat', async () => {
    const other = await createPerson(database.fork(), { role: 'ADMIN' });
    await change('LEADER');

    expect(await refusalOf(change('LEADER', person.id, actorOf(other)))).to.include({ code: 'same_role' });
    const because = {
      actor: actorOf(admin),
      userId: person.id,
      role: 'LEADER',
      reason: 'Otra razón',
    } as const;
    expect(await refusalOf(changeRole(database.fork(), { ...because, ip }, NOW))).to.include({
      code: 'same_role',
    });

    await change('USER');
    await change('LEADER');
    expect(await trail()).to.have.lengthOf(3);
  });

  it('of whom nobody registered is refused with 404', async () => {
    expect(await refusalOf(change('LEADER', randomUUID()))).to.include({ code: 'not_found', status: 404 });
  });

  for (const [what, given, field] of [
    ['no reason', { reason: undefined }, 'reason'],
    ['a reason of spaces', { reason: '     ' }, 'reason'],
    ['a role that is none', { role: 'JEFE' }, 'role'],
  ] as const) {
    it(`with ${what} is refused by the contract, beside the field`, () => {
      const params = { actor: actorOf(admin), userId: person.id, role: 'LEADER', reason: REASON, ip };
      const { params: rule } = actions['accounts.changeRole'];
      expect(rule.safeParse(params).success).to.equal(true);
      const { error } = rule.safeParse({ ...params, ...given });
      expect(error?.issues.map(({ path }) => path)).to.deep.equal([[field]]);
      expect(error?.issues[0]?.message).to.match(/^(Escriba|Elija) /);
    });
  }
});
