import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { registrationBy } from '../../../services/accounts/registration/register-sql.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { askOf } from '../../../shared/persistence/prepared.ts';
import { failureOf, refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { START } from '../support/clock.ts';
import { whileAnnouncementsFail } from '../support/refuse-announcements.ts';
import { login } from './support/login.ts';
import { userOfSession } from './support/open-sessions.ts';
import { ana, consent, createPerson, ip, origin, registrationOf } from './support/people.ts';
import { text } from './support/policy.ts';
import { register } from './support/register.ts';
import { subnetOf } from './support/subnet.ts';

describe('Registering', () => {
  const database = useDatabase('accounts');

  const registerAs = (changes = {}, ref?: string) =>
    register(database.fork(), registrationOf(changes, ref), START);
  const outbox = () =>
    database.query<{ name: string; payload: { referrerId: string | null } }>(
      'select name, payload from accounts.outbox order by id',
    );
  /** How many rows each table has that a registration writes to. */
  const stored = async (): Promise<Record<string, number>> => {
    const [counts] = await database.query<Record<string, number>>(
      `select (select count(*)::int from accounts.users) as users,
              (select count(*)::int from accounts.consents) as consents,
              (select count(*)::int from accounts.sessions) as sessions,
              (select count(*)::int from accounts.outbox) as announcements`,
    );
    return counts ?? {};
  };

  it('stores the person as given, as a USER with a referral code of their own', async () => {
    const { user } = await registerAs();

    expect(user).to.deep.include({
      cedula: ana.cedula,
      nombreCompleto: ana.nombreCompleto,
      phone: ana.phone,
      role: 'USER',
      createdAt: START.toISOString(),
    });
    expect(user.referralCode).to.match(/^[A-HJKMNP-Z2-9]{8}$/);
    expect(user).to.have.all.keys(
      ...['id', 'cedula', 'nombreCompleto', 'phone', 'role', 'referralCode', 'referralGoal', 'createdAt'],
    );
    const [row] = await database.query<Record<string, unknown>>('select * from accounts.users');
    expect(row).to.include({ id: user.id, cedula: ana.cedula, referrer_id: null, census_status: null });
  });

  it('stores the password as an argon2id hash only', async () => {
    await registerAs();

    const [row] = await database.query<{ password_hash: string }>('select * from accounts.users');
    expect(row?.password_hash).to.match(/^\$argon2id\$v=19\$m=64,t=2,p=1\$/);
    expect(JSON.stringify(row)).not.to.include(ana.password);
  });

  it('logs the person in', async () => {
    const { user, session } = await registerAs();

    expect((await userOfSession(database.fork(), session.token, START))?.id).to.equal(user.id);
    expect(session.persistent).to.equal(false);
  });

  it('keeps the proof of consent: which policy, when, and from where', async () => {
    const { user } = await registerAs();

    const consents = await database.query(
      `select user_id, purpose, policy_version, granted_at, withdrawn_at, text_hash, channel, ip, user_agent
       from accounts.consents order by purpose`,
    );
    const decision = {
      ...{ user_id: user.id, policy_version: text.version, granted_at: START, withdrawn_at: null },
      ...{ text_hash: text.hash, channel: 'web', ip: origin.ip, user_agent: origin.userAgent },
    };
    expect(consents).to.deep.equal(
      ['lookup', 'policy', 'sharing'].map((purpose) => ({ ...decision, purpose })),
    );
  });

  it('announces user.registered', async () => {
    const { user } = await registerAs();

    expect(await outbox()).to.deep.equal([
      {
        name: 'user.registered',
        payload: {
          userId: user.id,
          cedula: ana.cedula,
          referrerId: null,
          registeredAt: START.toISOString(),
          subnet: subnetOf(ip),
        },
      },
    ]);
    expect(JSON.stringify(await outbox()), 'where from, without saying it').not.to.include('192.0.2');
  });

  it('stores nobody whose registration cannot be announced', async () => {
    await whileAnnouncementsFail(database, 'accounts', () => failureOf(registerAs()));

    expect(await stored()).to.deep.equal({ users: 0, consents: 0, sessions: 0, announcements: 0 });
  });

  it('leaves a session, a known device, a use of the portal and an entry of the trail, chained', async () => {
    const { user, session, device } = await registerAs();

    const rowsOf = (table: string) => database.query(`select * from accounts.${table}`);
    const [opened] = await rowsOf('sessions');
    expect(opened).to.deep.include({
      ...{ token_hash: tokenHash(session.token), user_id: user.id, created_at: START, proved_at: START },
      ...{ expires_at: new Date(session.expiresAt), last_used_at: START, replaced_at: null },
      ...{ user_agent: origin.userAgent, ip },
    });
    expect(await rowsOf('devices')).to.deep.equal([
      {
        ...{ token_hash: tokenHash(device.token), user_id: user.id, last_used_at: START },
        expires_at: new Date(device.expiresAt),
      },
    ]);
    const [activity] = await rowsOf('activity');
    expect(activity).to.deep.include({ user_id: user.id, active_at: START });
    const [entry, ...more] = await rowsOf('audit');
    expect(more).to.deep.equal([]);
    expect(entry).to.deep.include({ actor_id: user.id, action: 'session.open', at: START, ip, detail: '' });
    expect(entry).to.have.deep.property('subject_ids', [user.id]);
    expect(await rowsOf('audit_chain')).to.have.lengthOf(1);
  });

  it('ends the session that the browser had, and forgets what was tried with the cédula', async () => {
    const first = await registerAs();
    const cedula = '1020304051';
    await refusalOf(
      login(database.fork(), { cedula, password: 'no-la-sabe', remember: false, userAgent: '', ip }, START),
    );
    expect(await database.query('select 1 from accounts.guesses')).to.have.lengthOf(1);

    const second = await register(
      database.fork(),
      { ...registrationOf({ cedula }), replaces: first.session.token, device: first.device.token },
      START,
    );

    expect(await userOfSession(database.fork(), first.session.token, START)).to.equal(null);
    expect((await userOfSession(database.fork(), second.session.token, START))?.id).to.equal(second.user.id);
    expect(await database.query('select 1 from accounts.guesses')).to.deep.equal([]);
    expect(await database.query('select 1 from accounts.login_failures')).to.deep.equal([]);
    const devices = await database.query(
      'select user_id, expires_at from accounts.devices order by expires_at',
    );
    expect(devices, 'the first one’s stays theirs').to.deep.equal(
      [first, second].map(({ user, device }) => ({
        user_id: user.id,
        expires_at: new Date(device.expiresAt),
      })),
    );
  });

  it('ends no session, and forgets nothing, when the cédula is taken', async () => {
    const { session } = await registerAs();
    const credentials = { cedula: ana.cedula, password: 'no-la-sabe', remember: false, userAgent: '', ip };
    await refusalOf(login(database.fork(), credentials, START));

    await refusalOf(register(database.fork(), { ...registrationOf(), replaces: session.token }, START));

    expect(await userOfSession(database.fork(), session.token, START)).not.to.equal(null);
    expect(await database.query('select failures from accounts.guesses')).to.deep.equal([{ failures: 1 }]);
  });

  it('writes the person once: what they decided with it is no later news of them', async () => {
    await database.query(
      `create trigger "refused" before update on accounts.users for each row execute function accounts.refuse_change()`,
    );
    try {
      for (let n = 0; n < 20; n += 1) await registerAs({ cedula: String(1_020_304_100 + n) });
    } finally {
      await database.query('drop trigger "refused" on accounts.users');
    }
    const later = await database.query(
      `select 1 from accounts.users join accounts.audit_chain on true where changed_at > chained_at + interval '1 minute'`,
    );
    expect(later).to.deep.equal([]);
  });

  for (const [what, lookup, sharing] of [
    ['only the policy', false, false],
    ['to be looked up, and not to be seen', true, false],
    ['to be seen, and not to be looked up', false, true],
  ] as const)
    it(`keeps and announces what somebody decides who allows ${what}`, async () => {
      const referrer = await createPerson(database.fork());

      const { user } = await registerAs({ lookup, sharing }, referrer.referralCode);

      const decided = await database.query<{ purpose: string }>(
        'select purpose from accounts.consents where user_id = $1 order by purpose',
        [user.id],
      );
      expect(decided.map(({ purpose }) => purpose)).to.deep.equal([
        ...(lookup ? ['lookup'] : []),
        'policy',
        ...(sharing ? ['sharing'] : []),
      ]);
      const [row] = await database.query('select shared, referrer_id from accounts.users where id = $1', [
        user.id,
      ]);
      expect(row).to.deep.equal({ shared: sharing, referrer_id: referrer.id });
      expect((await outbox()).map(({ payload }) => payload.referrerId)).to.deep.equal(
        lookup ? [sharing ? referrer.id : null] : [],
      );
    });

  describe('with a referral code', () => {
    it('links the person to the owner of the code', async () => {
      const referrer = await createPerson(database.fork());

      const { user } = await registerAs({}, referrer.referralCode);

      const [row] = await database.query<{ referrer_id: string }>(
        'select referrer_id from accounts.users where id = $1',
        [user.id],
      );
      expect(row?.referrer_id).to.equal(referrer.id);
      expect((await outbox()).map(({ payload }) => payload.referrerId)).to.deep.equal([referrer.id]);
    });

    it('takes the code as people type it: small letters, spaces and hyphens', async () => {
      const referrer = await createPerson(database.fork());
      const code = referrer.referralCode.toLowerCase();

      await registerAs({}, ` ${code.slice(0, 4)}-${code.slice(4)} `);

      expect((await outbox()).map(({ payload }) => payload.referrerId)).to.deep.equal([referrer.id]);
    });

    for (const code of ['ZZZZ9999', '', '---', '%', '\0']) {
      it(`ignores the code ${JSON.stringify(code)} that nobody has`, async () => {
        await createPerson(database.fork());

        await registerAs({}, code);

        expect((await outbox()).map(({ payload }) => payload.referrerId)).to.deep.equal([null]);
      });
    }
  });

  describe('when the form is sent twice by the same browser', () => {
    const submission = 'a'.repeat(64);
    const send = (changes = {}, by = submission) =>
      register(database.fork(), { ...registrationOf(changes), submission: by }, START);
    const isOpen = async (token: string) => (await userOfSession(database.fork(), token, START)) !== null;

    it('registers once and opens a session for each sending, one after the other or at the same moment', async () => {
      const answers = [await send(), await send(), ...(await Promise.all([send(), send()]))];

      expect(new Set(answers.map(({ user }) => user.id)).size).to.equal(1);
      for (const { session } of answers) expect(await isOpen(session.token)).to.equal(true);
      expect(await stored()).to.include({ users: 1, consents: 3, announcements: 1 });
    });

    it('at the same moment the first time, too', async () => {
      const answers = await Promise.all([send(), send(), send()]);

      expect(new Set(answers.map(({ user }) => user.id)).size).to.equal(1);
      for (const { session } of answers) expect(await isOpen(session.token)).to.equal(true);
      expect(await stored()).to.include({ users: 1, consents: 3, announcements: 1 });
    });

    it('lets nobody in without the password, nor from another browser, nor a program that says nothing', async () => {
      await send();
      for (const again of [
        () => send({ password: 'otra-clave-larga' }),
        () => send({}, 'b'.repeat(64)),
        () => registerAs(),
      ])
        expect(await refusalOf(again())).to.include({ code: 'cedula_taken', status: 409 });
    });

    it('is no way to guess a password faster than a login', async () => {
      await send();
      for (let i = 0; i < 5; i += 1) await refusalOf(send({ password: `adivina-la-nube-${i}` }));
      expect(await refusalOf(send())).to.include({ code: 'too_many_attempts', status: 429 });
    });

    it('lets in who tried to log in before they had an account', async () => {
      for (let i = 0; i < 6; i += 1)
        await refusalOf(
          login(
            database.fork(),
            { cedula: ana.cedula, password: ana.password, remember: false, userAgent: '', ip },
            START,
          ),
        );
      await send();
      expect(await isOpen((await send()).session.token)).to.equal(true);
    });
  });

  it('stores nothing with a referral code that somebody has: another one is tried', async () => {
    const { referralCode } = await createPerson(database.fork());
    const before = await stored();
    const { statement, values } = registrationBy(origin, START);
    const user = {
      ...{
        ...ana,
        id: randomUUID(),
        referralCode,
        referralGoal: 10,
        referrerId: null,
        role: 'USER' as const,
      },
      ...{ passwordHash: 'x', createdAt: START, shared: true, consent },
    };

    expect(await askOf(database.fork())(statement, values(user))).to.deep.equal([]);

    expect(await stored()).to.deep.equal(before);
  });

  it('refuses a password that who knows the person would guess, and stores nobody', async () => {
    for (const password of ['anainventada1', '3001234567', '1.020.304.050', 'Bogota2024*']) {
      const refusal = await refusalOf(registerAs({ password }));
      expect(refusal).to.include({ code: 'validation', status: 400 });
      expect(refusal.fields).to.have.all.keys('password');
    }
    expect(await database.query('select 1 from accounts.users')).to.deep.equal([]);
  });

  describe('a cédula that is taken', () => {
    const other = { nombreCompleto: 'Otra Persona', phone: '3110000000', password: 'otra-nube-de-marzo' };

    it('is refused with 409 at its field', async () => {
      await registerAs();

      const refusal = await refusalOf(registerAs(other));

      expect(refusal).to.include({ code: 'cedula_taken', status: 409 });
      expect(refusal.fields).to.have.all.keys('cedula');
      expect(JSON.stringify(refusal)).not.to.include(ana.cedula);
    });

    it('leaves nothing behind, and the first person as they were', async () => {
      await registerAs();
      const before = [await stored(), await database.query('select * from accounts.users')];

      await failureOf(registerAs(other));

      expect([await stored(), await database.query('select * from accounts.users')]).to.deep.equal(before);
      const credentials = { cedula: ana.cedula, password: ana.password, remember: false, userAgent: '', ip };
      expect((await login(database.fork(), credentials, START)).user.nombreCompleto).to.equal(
        ana.nombreCompleto,
      );
    });

    it('goes to exactly one of those who register with it at the same moment', async () => {
      const { kept, refused } = await settle(Array.from({ length: 6 }, () => registerAs()));

      expect(kept).to.have.lengthOf(1);
      expect(refused.map((error) => (error as { code?: unknown }).code)).to.deep.equal(
        Array(5).fill('cedula_taken'),
      );
      expect(await stored()).to.deep.equal({ users: 1, consents: 3, sessions: 1, announcements: 1 });
    });
  });
});
