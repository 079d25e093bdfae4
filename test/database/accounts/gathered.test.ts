import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { createGathered, type Gathered } from '../../../services/accounts/audit/gathered.ts';
import { createCipher } from '../../../services/accounts/factors/cipher.ts';
import { beginTotp, confirmTotp } from '../../../services/accounts/factors/enrol-totp.ts';
import { finishLogin } from '../../../services/accounts/factors/finish-login.ts';
import { prove } from '../../../services/accounts/factors/prove.ts';
import { changePassword } from '../../../services/accounts/sessions/change-password.ts';
import { login } from '../../../services/accounts/sessions/login.ts';
import type { LoginResult } from '../../../services/accounts/sessions/login-result.ts';
import { noteLogin } from '../../../services/accounts/sessions/note-login.ts';
import { notingProof } from '../../../services/accounts/sessions/note-proof.ts';
import { refusalOf, settle } from '../../support/failures.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, ana, ip, registrationOf } from './support/people.ts';
import { register } from './support/register.ts';
import { subnetOf } from './support/subnet.ts';

describe('What happens often', () => {
  const database = useDatabase('accounts');
  const log = { warn: (line: string) => expect.fail(line) };
  let clock: FakeClock;
  let gathered: Gathered;
  beforeEach(() => {
    clock = createFakeClock();
    gathered = createGathered({ fork: database.fork, log, clock });
  });
  afterEach(() => gathered.close());

  const refused = (key: string) =>
    gathered.note(key, { actor: null, action: 'session.refused', subjectIds: [], ip, detail: key });
  const trail = async (like = 'session.refused') =>
    (
      await database.query<{ detail: string }>(
        'select detail from accounts.audit where action = $1 order by id',
        [like],
      )
    ).map(({ detail }) => detail);

  it('has one entry at once, and one more a minute with its number', async () => {
    for (let times = 0; times < 500; times += 1) refused('a');
    refused('b');
    await clock.pass(70_000);
    refused('a');
    await clock.pass(200_000);
    refused('a');
    await gathered.close();
    expect(await trail()).to.deep.equal(['a', 'b', 'a: 499 veces más', 'a: 1 vez más', 'a']);
  });

  it('loses nothing at the end, and is bounded however many there are', async () => {
    for (let times = 0; times < 20; times += 1) refused('a');
    await gathered.close();
    expect(await trail()).to.deep.equal(['a', 'a: 19 veces más']);
  });

  it('is what somebody guesses: by the account, else by where they come from, and never a whole cédula', async () => {
    const { user } = await register(database.fork(), registrationOf(), at(0));
    const results: LoginResult[] = [];
    const logins = { inc: ({ result }: { result: LoginResult }) => void results.push(result) };
    const guess = (cedula: string, password: string) => {
      const asked = { cedula, password, remember: false, userAgent: '', ip };
      return login(
        database.fork(),
        subnetOf,
        asked,
        at(1),
        noteLogin({ gathered, logins }, asked, 'password'),
      );
    };
    await settle([guess(ana.cedula, 'una')]);
    await settle([guess(ana.cedula, 'otra')]);
    for (const cedula of ['1999888771', '1999888772', '1999888773']) await settle([guess(cedula, 'una')]);
    await guess(ana.cedula, ana.password);
    await gathered.close();

    expect(results).to.deep.equal(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'good']);
    expect(await trail('session.open'), 'the registration, the login').to.deep.equal(['', '']);
    const entries = await database.query<{ subject_ids: string[]; detail: string }>(
      `select subject_ids, detail from accounts.audit where action = 'session.refused' order by id`,
    );
    expect(entries.map(({ subject_ids }) => subject_ids)).to.have.deep.members([
      [user.id],
      [user.id],
      [],
      [],
    ]);
    for (const { detail } of entries) expect(detail).not.to.match(/\d{6}/);
  });

  it('is what somebody guesses in a session that is open: at a proof, and at a change of password', async () => {
    const { user, session } = await register(database.fork(), registrationOf(), at(0));
    const cipher = createCipher([randomBytes(32)]);
    const settings = { cipher, roles: [], graceMs: 0, log: { error() {} } };
    const shown = { actor: actorOf(user), ip, token: session.token };
    const proving = (password: string) =>
      notingProof(gathered, shown, 'proof', () =>
        prove(database.fork(), settings, { ...shown, password, origin: '' }, at(1)),
      );
    const changing = (current: string, password: string) => {
      const form = { ...shown, current, password, remember: false, userAgent: '' };
      return notingProof(gathered, shown, 'password', async () => {
        await changePassword(database.fork(), form, at(1), 600_000);
      });
    };
    await proving(ana.password);
    for (const wrong of ['una', 'otra'])
      await settle([proving(wrong), changing(wrong, 'tulipan mesa nube tren')]);
    expect(await refusalOf(changing(ana.password, '12345678'))).to.include({ code: 'validation' });
    for (let n = 0; n < 20; n += 1) await settle([proving('una más')]);
    await gathered.close();

    expect(await trail('proof.refused')).to.have.members([
      'Al confirmar que es la persona',
      'Al confirmar que es la persona: 21 veces más',
      'Al cambiar la contraseña',
      'Al cambiar la contraseña: 1 vez más',
    ]);
    const entries = await database.query(
      `select distinct actor_id, subject_ids, ip from accounts.audit where action = 'proof.refused'`,
    );
    expect(entries).to.deep.equal([{ actor_id: user.id, subject_ids: [user.id], ip }]);
  });

  it('tells apart who knows the password, and fails at the second step', async () => {
    const { user } = await register(database.fork(), registrationOf(), at(0));
    const log = { error() {} };
    const settings = { cipher: createCipher([randomBytes(32)]), roles: [], graceMs: 0, log };
    const { secret } = await beginTotp(database.fork(), settings, { actor: actorOf(user) }, at(0));
    const codeAt = (seconds: number) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at(seconds).getTime() });
    const shown = { actor: actorOf(user), code: codeAt(0), ip, token: '' };
    await confirmTotp(database.fork(), settings, shown, at(0));
    const results: LoginResult[] = [];
    const logins = { inc: ({ result }: { result: LoginResult }) => void results.push(result) };
    const enter = async (password: string, now: Date): Promise<string> => {
      const asked = { cedula: ana.cedula, password, remember: false, userAgent: '', ip };
      const watch = noteLogin({ gathered, logins }, asked, 'password');
      const answer = await login(database.fork(), subnetOf, asked, now, watch);
      return 'pending' in answer ? answer.pending.token : '';
    };
    const show = (token: string, code: string, now: Date) => {
      const watch = noteLogin({ gathered, logins }, { ip }, 'factor');
      return finishLogin(database.fork(), settings, { token, code, ip, userAgent: '' }, now, watch);
    };

    await settle([enter('no-es-la-clave', at(60))]);
    const token = await enter(ana.password, at(60));
    expect(results, 'nobody is in yet').to.deep.equal(['wrong']);
    for (let n = 0; n < 5; n += 1) await settle([show(token, `00000${n}`, at(60))]);
    await settle([show(await enter(ana.password, at(60)), '000000', at(60))]);
    await settle([show('none', '000000', at(60))]);
    await show(await enter(ana.password, at(120)), codeAt(120), at(120));
    await gathered.close();

    expect(results).to.deep.equal(['wrong', ...Array(5).fill('factor'), 'locked', 'good']);
    const second = 'Segundo paso, después de la contraseña correcta: cédula ••••••4050';
    expect(await trail()).to.deep.equal(['Cédula ••••••4050', second, `${second}: 4 veces más`]);
    expect(await trail('session.lockout')).to.deep.equal([second]);
  });
});
