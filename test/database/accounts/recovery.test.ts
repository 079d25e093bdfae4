import { expect } from 'chai';
import { changeRole } from '../../../services/accounts/administration/change-role.ts';
import { answerAsks, askForCode } from '../../../services/accounts/recovery/ask.ts';
import { confirmRecovery } from '../../../services/accounts/recovery/confirm.ts';
import { decideRecovery } from '../../../services/accounts/recovery/decide.ts';
import { followLink, readLink } from '../../../services/accounts/recovery/links.ts';
import { askRecovery, makeLink } from '../../../services/accounts/recovery/requests.ts';
import { recoverFromOutside } from '../../../services/accounts/recovery/without-actor.ts';
import { UserEntity, type UserRow } from '../../../services/accounts/store/entities.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { login } from './support/login.ts';
import { messengerSettings as messenger } from './support/messenger.ts';
import { userOfSession } from './support/open-sessions.ts';
import { actorOf, ana, createPerson, ip, registrationOf } from './support/people.ts';
import { anyText } from './support/policy.ts';
import { register } from './support/register.ts';
import { subnetOf } from './support/subnet.ts';

const NOW = at(1_000);
const PASSWORD = 'tulipan mesa nube tren';
const WRONG = { code: 'validation', status: 400 };
const MINUTE = 60;

describe('Getting back in by a code', () => {
  const database = useDatabase('accounts');

  const ask = async (cedula: string, now = NOW): Promise<void> => {
    await askForCode(database.fork(), subnetOf, { cedula, ip }, now);
    await answerAsks(() => database.fork(), messenger, now, unexpected);
  };
  const unexpected = (error: unknown): void => {
    throw error;
  };
  const messages = () =>
    database.query<{ kind: string; code: string | null; phone: string; state: string }>(
      'select kind, code, phone, state from accounts.messages order by created_at, id',
    );
  /** The code that waits to be sent. */
  const sent = async (): Promise<string> =>
    (await messages()).find(({ code, state }) => code !== null && state === 'waiting')?.code ?? '';
  const confirm = (
    code: string,
    given: { cedula?: string; password?: string; ip?: string } = {},
    now = NOW,
  ) =>
    confirmRecovery(
      database.fork(),
      { subnetOf, messenger },
      { cedula: ana.cedula, password: PASSWORD, ip, submission: undefined, ...given, code },
      now,
    );
  const logIn = (password: string) =>
    login(database.fork(), { cedula: ana.cedula, password, remember: false, ip, userAgent: '' }, NOW);
  const wrong = (code: string): string => (code === '000000' ? '111111' : '000000');

  it('gives a new password, ends every session, tells the owner and is written down', async () => {
    const { user, session } = await register(database.fork(), registrationOf(), NOW);
    await ask(ana.cedula);
    await confirm(await sent());

    expect(await userOfSession(database.fork(), session.token, NOW)).to.equal(null);
    expect(await refusalOf(logIn(ana.password))).to.include({ code: 'wrong_credentials' });
    expect((await logIn(PASSWORD)).user.id).to.equal(user.id);
    expect((await messages()).map(({ kind, phone }) => [kind, phone])).to.have.deep.members([
      ['recovery_code', ana.phone],
      ['account_recovered', ana.phone],
    ]);
    const [entry] = await database.query(
      `select actor_id, subject_ids, detail from accounts.audit where action = 'password.recover'`,
    );
    expect(entry).to.deep.equal({ actor_id: user.id, subject_ids: [user.id], detail: 'código' });
  });

  it('leaves nothing of the asking behind, and asks for nobody who is not there or is suspended', async () => {
    const suspended = await createPerson(database.fork());
    await database.query('update accounts.users set suspended_at = $1 where id = $2', [NOW, suspended.id]);
    for (const cedula of ['1999999999', suspended.cedula]) await ask(cedula);
    expect(await messages()).to.deep.equal([]);
    expect(await database.query('select * from accounts.recovery_asks')).to.deep.equal([]);
    expect(await database.query('select * from accounts.one_times')).to.deep.equal([]);
  });

  it('is sent to the others when one asking fails, which is dropped and told of', async () => {
    const people = [await createPerson(database.fork()), await createPerson(database.fork())] as const;
    const [broken, whole] = people;
    for (const { cedula } of people) await askForCode(database.fork(), subnetOf, { cedula, ip }, NOW);
    await database.query(
      `alter table accounts.one_times add constraint "refused" check (user_id <> '${broken.id}') not valid`,
    );
    const failures: unknown[] = [];
    try {
      await answerAsks(
        () => database.fork(),
        messenger,
        NOW,
        (error) => failures.push(error),
      );
    } finally {
      await database.query('alter table accounts.one_times drop constraint "refused"');
    }
    expect(failures).to.have.lengthOf(1);
    expect(await database.query('select user_id from accounts.one_times')).to.deep.equal([
      { user_id: whole.id },
    ]);
    expect(await messages()).to.have.lengthOf(1);
    expect(await database.query('select 1 from accounts.recovery_asks')).to.deep.equal([]);
  });

  it('sends one code to who presses twice, and another to who waited', async () => {
    await register(database.fork(), registrationOf(), NOW);
    for (let n = 0; n < 3; n += 1) await ask(ana.cedula);
    expect(await messages()).to.have.lengthOf(1);
    await ask(ana.cedula, at(1_000 + 2 * MINUTE));
    expect(await messages()).to.have.lengthOf(2);
  });

  it('keeps the code that somebody has when no more are sent today', async () => {
    await register(database.fork(), registrationOf(), NOW);
    await ask(ana.cedula);
    const code = await sent();
    const poor = { ...messenger, personDay: 1 };
    const later = at(1_000 + 5 * MINUTE);
    await askForCode(database.fork(), subnetOf, { cedula: ana.cedula, ip }, later);
    await answerAsks(() => database.fork(), poor, later, unexpected);
    expect(await messages()).to.have.lengthOf(1);
    await confirm(code, {}, later);
  });

  it('refuses in the same words a wrong code, a cédula that nobody has and one that is suspended', async () => {
    await register(database.fork(), registrationOf(), NOW);
    const suspended = await createPerson(database.fork());
    await database.query('update accounts.users set suspended_at = $1 where id = $2', [NOW, suspended.id]);
    await ask(ana.cedula);
    const words = new Set<string>();
    for (const cedula of [ana.cedula, '1999999999', suspended.cedula]) {
      const refused = await refusalOf(confirm(wrong(await sent()), { cedula }));
      expect(refused).to.include(WRONG);
      words.add(refused.message);
    }
    expect([...words]).to.have.lengthOf(1);
  });

  it('says nothing of the person to who has no code: a password of their name is refused after it alone', async () => {
    await register(database.fork(), registrationOf(), NOW);
    await ask(ana.cedula);
    const code = await sent();
    const password = 'ana inventada';
    expect((await refusalOf(confirm(wrong(code), { password }))).fields).to.have.keys('code');
    for (let tries = 0; tries < 7; tries += 1)
      expect((await refusalOf(confirm(code, { password }))).fields).to.have.keys('password');
    await confirm(code);
  });

  it('lets one of two win who send the code at the same moment', async () => {
    await register(database.fork(), registrationOf(), NOW);
    await ask(ana.cedula);
    const code = await sent();
    const passwords = ['tulipan mesa nube uno', 'tulipan mesa nube dos'];
    const outcomes = await Promise.allSettled(passwords.map((password) => confirm(code, { password })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    await logIn(passwords[winner] ?? '');
    expect(await refusalOf(logIn(passwords[1 - winner] ?? ''))).to.include({ code: 'wrong_credentials' });
  });

  it('makes who guesses wait, by where they come from, and nobody else', async () => {
    await register(database.fork(), registrationOf(), NOW);
    for (let guess = 0; guess < 5; guess += 1) await refusalOf(confirm('000000', { ip: '198.51.100.9' }));
    expect(await refusalOf(confirm('000000', { ip: '198.51.100.9' }))).to.include({
      code: 'too_many_attempts',
      status: 429,
    });
    const unknown = { cedula: '1999999999', ip: '198.51.100.9' };
    for (let guess = 0; guess < 5; guess += 1) await refusalOf(confirm('000000', unknown));
    expect(await refusalOf(confirm('000000', unknown)), 'nobody has it').to.include({ status: 429 });
    await ask(ana.cedula);
    await confirm(await sent());
  });

  it('still asks for the second factor afterwards', async () => {
    const { user } = await register(database.fork(), registrationOf(), NOW);
    await database.fork().nativeUpdate(UserEntity, { id: user.id }, { factorSince: NOW });
    await ask(ana.cedula);
    await confirm(await sent());
    const refused = await logIn(PASSWORD).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(refused).to.equal('a second factor is asked for');
  });
});

describe('Getting back in by a link', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;
  let person: UserRow;
  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN' });
    person = await createPerson(database.fork());
  });

  const reason = 'Vino con su cédula';
  const make = (by: UserRow, userId: string) =>
    makeLink(database.fork(), { actor: actorOf(by), userId, reason, ip }, NOW);
  const follow = (token: string, password = PASSWORD, now = NOW) =>
    followLink(database.fork(), messenger, { token, password, ip }, now);
  const passwordOf = async (userId: string): Promise<string> =>
    (await database.fork().findOneOrFail(UserEntity, { id: userId })).passwordHash;
  const ask = (by: UserRow, userId: string) =>
    askRecovery(database.fork(), anyText, { actor: actorOf(by), userId, reason, ip }, NOW);
  const requests = () =>
    database.query<{ id: string; granted: boolean | null }>(
      'select id, granted from accounts.recovery_requests order by created_at, id',
    );
  const decide = async (by: UserRow, granted = true) => {
    const [request] = await requests();
    const asked = { requestId: request?.id ?? '', granted, reason, ip };
    return decideRecovery(database.fork(), { actor: actorOf(by), ...asked }, NOW);
  };

  it('works once, for a quarter of an hour, and says whose it is', async () => {
    const { token } = await make(admin, person.id);
    if (token === null) throw new Error('no link');
    const shown = await readLink(database.fork(), { token }, NOW);
    expect(shown).to.deep.equal({ cedula: `••••••${person.cedula.slice(-4)}` });
    expect(await refusalOf(follow(token, PASSWORD, at(1_000 + 15 * MINUTE)))).to.include({
      code: 'link_over',
    });
    await follow(token);
    expect(await passwordOf(person.id)).to.match(/^\$argon2id/);
    expect(await refusalOf(follow(token))).to.include({ code: 'link_over', status: 400 });
    expect(await readLink(database.fork(), { token }, NOW)).to.equal(null);
    const trail = await database.query<{ action: string; actor_id: string; detail: string }>(
      `select action, actor_id, detail from accounts.audit where action ~ 'recover' order by id`,
    );
    expect(trail).to.deep.equal([
      { action: 'recovery.link', actor_id: admin.id, detail: reason },
      { action: 'password.recover', actor_id: person.id, detail: 'enlace' },
    ]);
  });

  it('is used up by no password that is too easy', async () => {
    const { token } = await make(admin, person.id);
    for (let tries = 0; tries < 7; tries += 1)
      expect(await refusalOf(follow(token ?? '', 'contraseña'))).to.include({ code: 'validation' });
    await follow(token ?? '');
  });

  it('is made by nobody for themselves, nor by who does not administer', async () => {
    expect(await refusalOf(make(admin, admin.id))).to.include({ code: 'own_account', status: 403 });
    const leader = await createPerson(database.fork(), { role: 'LEADER' });
    const refused = await refusalOf((async () => make(leader, person.id))());
    expect(refused).to.include({ code: 'forbidden' });
  });

  it('takes two ADMINs for another ADMIN, of whom none is that one', async () => {
    const [other, third] = [
      await createPerson(database.fork(), { role: 'ADMIN' }),
      await createPerson(database.fork(), { role: 'ADMIN' }),
    ];
    expect(await make(admin, other.id)).to.deep.equal({ token: null });
    expect(await refusalOf(decide(admin))).to.include({ code: 'own_request', status: 403 });
    expect(await refusalOf(decide(other))).to.include({ code: 'own_account', status: 403 });
    const { token } = await decide(third);
    await follow(token ?? '');
    expect(await refusalOf(decide(third))).to.include({ code: 'request_over', status: 409 });
  });

  it('takes two who administer still: one who was demoted meanwhile is none', async () => {
    const [other, third] = [
      await createPerson(database.fork(), { role: 'ADMIN' }),
      await createPerson(database.fork(), { role: 'ADMIN' }),
    ];
    await make(admin, other.id);
    await database.query(`update accounts.users set role = 'USER' where id = $1`, [admin.id]);
    expect(await refusalOf(decide(third))).to.include({ code: 'two_admins', status: 403 });
    await decide(third, false);
    expect((await requests()).map(({ granted }) => granted)).to.deep.equal([false]);
  });

  it('is asked for by a LEADER for whom they referred, and for nobody else', async () => {
    const leader = await createPerson(database.fork(), { role: 'LEADER' });
    const referred = await createPerson(database.fork(), { referrerId: leader.id });
    expect(await refusalOf(ask(leader, person.id))).to.include({ code: 'not_found', status: 404 });
    expect(await refusalOf(ask(leader, leader.id))).to.include({ code: 'own_account' });
    const user = await createPerson(database.fork());
    const theirs = await createPerson(database.fork(), { referrerId: user.id });
    expect(await refusalOf(ask(user, theirs.id)), 'a USER').to.include({ code: 'not_found' });
    for (let sendings = 0; sendings < 2; sendings += 1) await ask(leader, referred.id);
    expect(await requests()).to.have.lengthOf(1);
    const { token } = await decide(admin);
    await follow(token ?? '');
  });

  it('is granted once when two ADMINs decide at the same moment', async () => {
    const leader = await createPerson(database.fork(), { role: 'LEADER' });
    const referred = await createPerson(database.fork(), { referrerId: leader.id });
    await ask(leader, referred.id);
    const others = [admin, await createPerson(database.fork(), { role: 'ADMIN' })];
    const outcomes = await Promise.allSettled(others.map((one) => decide(one)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
  });

  it('is good no longer when its person becomes an ADMIN', async () => {
    const { token } = await make(admin, person.id);
    await changeRole(
      database.fork(),
      { actor: actorOf(admin), userId: person.id, role: 'ADMIN', reason, ip },
      NOW,
    );
    expect(await refusalOf(follow(token ?? ''))).to.include({ code: 'link_over' });
  });

  it('is made from the command line for the last ADMIN', async () => {
    const { token } = await recoverFromOutside(database.fork(), { cedula: admin.cedula, reason }, NOW);
    await follow(token);
    expect(
      await refusalOf(recoverFromOutside(database.fork(), { cedula: '1999999999', reason }, NOW)),
    ).to.include({ code: 'not_found' });
  });
});
