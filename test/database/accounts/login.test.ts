import { expect } from 'chai';
import { waitAfter } from '../../../services/accounts/sessions/guesses.ts';
import { spendOnPasswords } from '../../../services/accounts/users/password-hash.ts';
import { CHEAP_KIB } from '../../support/cheap-passwords.ts';
import { refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, HOUR_S, START } from '../support/clock.ts';
import { login } from './support/login.ts';
import { ana, ip, registrationOf } from './support/people.ts';

const NOBODY = '1999888777';
const WRONG = 'no-es-la-clave';

import { userOfSession } from './support/open-sessions.ts';
import { register } from './support/register.ts';
import { subnetOf } from './support/subnet.ts';

describe('Logging in', () => {
  const database = useDatabase('accounts');

  beforeEach(() => register(database.fork(), registrationOf(), START));

  const tryLogin = (password: string, now = START, cedula = ana.cedula) =>
    login(database.fork(), { cedula, password, remember: false, userAgent: '', ip }, now);
  const enter = (now: Date) => tryLogin(ana.password, now);
  /** Wrong passwords one after the other, past any throttle. */
  const fail = async (times: number, now: Date, cedula = ana.cedula) => {
    const source = `subnet:${subnetOf(ip)}`;
    await database.query(
      `insert into accounts.guesses values ('${cedula}', '${source}', ${times}, '${now.toISOString()}')
       on conflict (cedula, source) do update
         set failures = guesses.failures + ${times}, last_at = excluded.last_at`,
    );
  };
  const failures = async () => {
    const [row] = await database.query<{ failures: number }>('select failures from accounts.guesses');
    return row?.failures ?? 0;
  };

  it('opens a session for the right cédula and password', async () => {
    const { user, session } = await enter(START);

    expect(user.cedula).to.equal(ana.cedula);
    expect((await userOfSession(database.fork(), session.token, START))?.id).to.equal(user.id);
  });

  it('keeps a password that was stored when less was spent on one as dearly as today', async () => {
    const stored = async () => {
      const [row] = await database.query<{ hash: string }>(
        'select password_hash as hash from accounts.users',
      );
      return row?.hash ?? '';
    };
    expect(await stored()).to.include(`m=${CHEAP_KIB},`);
    spendOnPasswords(2 * CHEAP_KIB);
    try {
      await refusalOf(tryLogin(WRONG));
      expect(await stored(), 'who does not know it').to.include(`m=${CHEAP_KIB},`);
      await enter(START);
      expect(await stored()).to.include(`m=${2 * CHEAP_KIB},`);
      await enter(START);
    } finally {
      spendOnPasswords(CHEAP_KIB);
    }
  });

  it('refuses a wrong password and an unknown cédula with the same 401', async () => {
    const wrong = await refusalOf(tryLogin(WRONG));
    const unknown = await refusalOf(tryLogin(ana.password, START, NOBODY));

    expect(wrong).to.include({ code: 'wrong_credentials', status: 401 });
    expect(unknown).to.deep.equal(wrong);
  });

  it('opens no session for a wrong password', async () => {
    const before = await database.query('select * from accounts.sessions');

    await refusalOf(tryLogin(WRONG));

    expect(await database.query('select * from accounts.sessions')).to.deep.equal(before);
  });

  describe('when the form is sent twice', () => {
    const send = (password: string, now: Date, submission: string) =>
      login(
        database.fork(),
        { cedula: ana.cedula, password, remember: false, userAgent: '', ip, submission },
        now,
      );

    it('counts a wrong password once, and another one as another', async () => {
      for (const submission of ['a', 'a', 'b']) await refusalOf(send(WRONG, START, submission.repeat(64)));
      expect(await failures()).to.equal(2);
    });

    it('opens a session each time, also for the first right guess after a wait', async () => {
      await fail(5, START);
      const both = [1, 2].map(() => send(ana.password, at(31), 'a'.repeat(64)));
      expect((await Promise.all(both)).map(({ user }) => user.cedula)).to.deep.equal([
        ana.cedula,
        ana.cedula,
      ]);
    });

    it('waits like any other once the same guess is a minute old', async () => {
      await refusalOf(send(WRONG, START, 'a'.repeat(64)));
      await fail(6, START);
      expect(await refusalOf(send(WRONG, at(61), 'a'.repeat(64)))).to.include({ status: 429 });
    });
  });

  describe('after wrong passwords', () => {
    it('lets four go by, and asks for a wait of 30 s after the fifth', async () => {
      for (let i = 0; i < 5; i += 1) expect(await refusalOf(tryLogin(WRONG))).to.include({ status: 401 });

      expect(await refusalOf(enter(START))).to.include({
        code: 'too_many_attempts',
        status: 429,
        retryAfterS: 30,
      });
    });

    it('counts the wait down in whole seconds, and lets the person in when it is over', async () => {
      await fail(5, START);

      expect(await refusalOf(enter(at(0.1)))).to.include({ status: 429, retryAfterS: 30 });
      expect(await refusalOf(enter(at(29.1)))).to.include({ status: 429, retryAfterS: 1 });
      expect((await enter(at(30))).user.cedula).to.equal(ana.cedula);
    });

    it('doubles the wait with each further failure, up to 15 minutes', async () => {
      const waits: (number | undefined)[] = [];
      for (let i = 5; i <= 12; i += 1) {
        await fail(i === 5 ? 5 : 1, START);
        waits.push((await refusalOf(enter(START))).retryAfterS);
      }

      expect(waits).to.deep.equal([30, 60, 120, 240, 480, 900, 900, 900]);
      expect(waitAfter(1_000), 'however many').to.equal(900);
    });

    it('does not lengthen the wait for those who try during it', async () => {
      await fail(5, START);

      await refusalOf(tryLogin(WRONG, at(10)));

      expect((await enter(at(30))).user.cedula).to.equal(ana.cedula);
    });

    it('looks at no more of the passwords that are tried at once than of those one after the other', async () => {
      const { refused } = await settle(Array.from({ length: 8 }, () => tryLogin(WRONG)));

      const statuses = refused.map((refusal) => (refusal as { status: number }).status);
      expect(statuses.sort()).to.deep.equal([401, 401, 401, 401, 401, 429, 429, 429]);
      expect(await failures()).to.equal(5);
    });

    it('throttles a cédula that nobody has in the same way', async () => {
      await fail(5, START);
      await fail(5, START, NOBODY);

      const known = await refusalOf(tryLogin(WRONG));

      expect(await refusalOf(tryLogin(WRONG, START, NOBODY))).to.deep.equal(known);
      expect(known.status).to.equal(429);
    });

    it('does not hinder another person', async () => {
      await fail(9, START, NOBODY);

      expect((await enter(START)).user.cedula).to.equal(ana.cedula);
    });

    it('forgets them when the person logs in', async () => {
      await fail(4, START);
      await enter(START);
      await fail(4, START);

      expect((await enter(START)).user.cedula).to.equal(ana.cedula);
    });

    it('forgets those of more than an hour ago', async () => {
      await fail(4, START);

      await refusalOf(tryLogin(WRONG, at(HOUR_S + 1)));

      expect(await failures()).to.equal(1);
    });

    it('remembers those of the last hour', async () => {
      await fail(4, START);

      await refusalOf(tryLogin(WRONG, at(HOUR_S - 1)));

      expect(await failures()).to.equal(5);
    });
  });
});
