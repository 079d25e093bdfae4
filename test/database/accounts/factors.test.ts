import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { takeFactorsOf } from '../../../services/accounts/administration/without-actor.ts';
import { acceptCode } from '../../../services/accounts/factors/accept-code.ts';
import { added } from '../../../services/accounts/factors/added.ts';
import { createCipher } from '../../../services/accounts/factors/cipher.ts';
import { beginTotp, confirmTotp } from '../../../services/accounts/factors/enrol-totp.ts';
import { listFactors, removeFactor, renewCodes } from '../../../services/accounts/factors/factors.ts';
import { finishLogin, meansOfLogin } from '../../../services/accounts/factors/finish-login.ts';
import { decideRecovery } from '../../../services/accounts/recovery/decide.ts';
import { askFactorReset } from '../../../services/accounts/recovery/requests.ts';
import { demandOf } from '../../../services/accounts/sessions/demand.ts';
import {
  closePending,
  countTry,
  openPending,
  purgePending,
} from '../../../services/accounts/sessions/pending.ts';
import { openSession } from '../../../services/accounts/sessions/sessions.ts';
import { UserEntity, type UserRow } from '../../../services/accounts/store/entities.ts';
import { codeRule } from '../../../shared/contract/factors.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S, START } from '../support/clock.ts';
import { userOfSession } from './support/open-sessions.ts';
import { actorOf, createPerson, ip } from './support/people.ts';

describe('Second factors', () => {
  const database = useDatabase('accounts');
  const key = randomBytes(32);
  let told: string[];
  const settings = {
    cipher: createCipher([key]),
    log: { error: (message: string) => void told.push(message) },
    roles: ['ADMIN'] as const,
    graceMs: 7 * DAY_S * 1_000,
  };
  let user: UserRow;
  beforeEach(async () => {
    told = [];
    user = await createPerson(database.fork());
  });
  const stored = () => database.fork().findOneOrFail(UserEntity, { id: user.id });
  const begin = (now = START, cipher = settings.cipher) =>
    beginTotp(database.fork(), { ...settings, cipher }, { actor: actorOf(user) }, now);
  const confirm = (code: string, now = START, token = '', cipher = settings.cipher) =>
    confirmTotp(database.fork(), { ...settings, cipher }, { actor: actorOf(user), code, ip, token }, now);
  const codeOf = (secret: string, seconds = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at(seconds).getTime() });
  const accept = async (code: string, now: Date, cipher = settings.cipher) =>
    acceptCode(database.fork(), { ...settings, cipher }, await stored(), { code, ip }, now);

  it('count from the first code of the app on, not from the secret on', async () => {
    const { secret } = await begin();
    expect((await stored()).factorSince).to.equal(null);
    expect(await refusalOf(confirm('000000'))).to.include({ status: 400 });
    expect((await stored()).factorSince).to.equal(null);
    const { codes } = await confirm(codeOf(secret));
    expect(codes).to.have.lengthOf(10);
    expect((await stored()).factorSince).to.deep.equal(START);
    expect(await refusalOf(begin())).to.include({ code: 'factor_taken', status: 409 });
  });

  it('show the same secret again after a mistake, and another one later', async () => {
    const { secret } = await begin();
    expect((await begin(at(60))).secret).to.equal(secret);
    expect((await begin(at(3_600))).secret).not.to.equal(secret);
  });

  it('take each code once, and none from before it', async () => {
    const { secret } = await begin();
    await confirm(codeOf(secret));
    expect(await refusalOf(accept(codeOf(secret), at(1)))).to.include({ status: 400 });
    await accept(codeOf(secret, 60), at(60));
    for (const seconds of [60, 30])
      expect(await refusalOf(accept(codeOf(secret, seconds), at(61)))).to.include({ status: 400 });
  });

  it('have ten codes for who lost the app, each once, until ten others are made', async () => {
    const { secret } = await begin();
    const [one = '', two = ''] = (await confirm(codeOf(secret))).codes;
    await accept(one.toLowerCase(), at(1));
    expect(await refusalOf(accept(one, at(2)))).to.include({ status: 400 });
    const shown = () => listFactors(database.fork(), { actor: actorOf(user) });
    expect((await shown()).codesLeft).to.equal(9);
    await renewCodes(database.fork(), { actor: actorOf(user), ip }, at(3));
    expect((await shown()).codesLeft).to.equal(10);
    expect(await refusalOf(accept(two, at(4)))).to.include({ status: 400 });
  });

  it('have recovery codes that can be written down, of 112 bits at least', async () => {
    const { secret } = await begin();
    const { codes } = await confirm(codeOf(secret));
    for (const code of codes) {
      expect(code).to.match(/^[A-HJ-KMNP-TV-Z2-9]{4}(-[A-HJ-KMNP-TV-Z2-9]{4})+$/);
      expect(code.replaceAll('-', '').length * Math.log2(30)).to.be.at.least(112);
      expect(codeRule.parse(` ${code.replaceAll('-', ' - ')} `)).to.have.length.above(24);
    }
  });

  it('let who has an app in by a recovery code when its key is lost, and the log says whose it is', async () => {
    const { secret } = await begin();
    const [one = ''] = (await confirm(codeOf(secret))).codes;
    const other = createCipher([randomBytes(32)]);
    expect(await refusalOf(accept(codeOf(secret, 60), at(60), other))).to.include({ status: 400 });
    expect(told).to.have.lengthOf(1);
    expect(told[0]).to.include(user.id).and.include('FACTOR_KEY').and.not.include(user.cedula);
    await accept(one, at(61), other);
  });

  it('begin anew when the key of what is being set up is lost, and say so', async () => {
    const { secret } = await begin();
    const other = createCipher([randomBytes(32)]);
    const refusal = await refusalOf(confirm(codeOf(secret), at(60), '', other));
    expect(refusal).to.include({ code: 'enrolment_lost', status: 409 });
    const { secret: shown } = await begin(at(61), other);
    expect(shown).not.to.equal(secret);
    expect((await begin(at(62), other)).secret).to.equal(shown);
    expect((await confirm(codeOf(shown, 63), at(63), '', other)).codes).to.have.lengthOf(10);
    for (const line of told) expect(line).to.include(user.id).and.not.include(user.cedula);
  });

  it('are sealed with the first key at the next code, so that the one before it can go', async () => {
    const { secret } = await begin();
    await confirm(codeOf(secret));
    const next = randomBytes(32);
    await accept(codeOf(secret, 60), at(60), createCipher([next, key]));
    await accept(codeOf(secret, 120), at(120), createCipher([next]));
  });

  it('end the person’s other sessions when they set the first one up, and none with a further one', async () => {
    const open = async () => {
      const browser = { persistent: false, ip, userAgent: '' };
      return (await openSession(database.fork(), user.id, browser, START)).token;
    };
    const isOpen = async (token: string) => (await userOfSession(database.fork(), token, START)) !== null;
    const [own, thiefs] = [await open(), await open()];
    const { secret } = await begin();
    await confirm(codeOf(secret), START, own);
    expect([await isOpen(own), await isOpen(thiefs)]).to.deep.equal([true, false]);
    const trail = await database.query('select action, detail from accounts.audit order by id');
    expect(trail).to.deep.equal([
      { action: 'factor.add', detail: 'Aplicación de códigos' },
      { action: 'session.close', detail: 'Sus otras sesiones: 1' },
    ]);
    const later = await open();
    const further = { ip, token: own, detail: 'Llave de acceso' };
    await database.fork().transactional((tx) => added(tx, actorOf(user), further, START));
    expect(await isOpen(later)).to.equal(true);
  });

  it('slow guesses down for the account, however many logins they come by, and let the owner in again', async () => {
    const { secret } = await begin();
    await confirm(codeOf(secret));
    for (let n = 0; n < 5; n += 1) await refusalOf(accept(`00000${n}`, at(60)));
    expect(await refusalOf(accept(codeOf(secret, 60), at(60)))).to.include({ status: 429, retryAfterS: 30 });
    await accept(codeOf(secret, 120), at(120));
    expect(await refusalOf(accept('000000', at(121)))).to.include({ status: 400 });
  });

  it('go with the recovery codes when the last one is taken away, and leave a trace', async () => {
    const { secret } = await begin();
    await confirm(codeOf(secret));
    const { factors } = await listFactors(database.fork(), { actor: actorOf(user) });
    const factorId = factors[0]?.id ?? '';
    const other = await createPerson(database.fork());
    const foreign = removeFactor(database.fork(), { actor: actorOf(other), factorId, ip }, START);
    expect(await refusalOf(foreign)).to.include({ status: 404 });
    await removeFactor(database.fork(), { actor: actorOf(user), factorId, ip }, START);
    expect((await stored()).factorSince).to.equal(null);
    expect(await database.query('select 1 from accounts.recovery_codes')).to.deep.equal([]);
    const trail = await database.query<{ action: string }>('select action from accounts.audit order by id');
    expect(trail.map(({ action }) => action)).to.deep.equal(['factor.add', 'factor.remove']);
  });

  it('are taken away by the command line, with the sessions, for whom nobody else can let in', async () => {
    const wish = { cedula: user.cedula, reason: 'perdió el teléfono' };
    expect(await refusalOf(takeFactorsOf(database.fork(), wish, START))).to.include({ code: 'no_factor' });
    const { secret } = await begin();
    await confirm(codeOf(secret));
    const { token } = await openSession(
      database.fork(),
      user.id,
      { persistent: false, ip, userAgent: '' },
      START,
    );
    await takeFactorsOf(database.fork(), wish, START);
    expect((await stored()).factorSince).to.equal(null);
    expect(await userOfSession(database.fork(), token, START)).to.equal(null);
    const [row] = await database.query<{ actor_id: null; detail: string }>(
      `select actor_id, detail from accounts.audit where action = 'factor.reset'`,
    );
    expect(row).to.deep.equal({ actor_id: null, detail: 'perdió el teléfono' });
  });

  it('are taken away by two ADMINs, neither of whom has ceased to be one since their page was loaded', async () => {
    const { secret } = await begin();
    await confirm(codeOf(secret));
    const reset = (actor: Pick<UserRow, 'id'>) => {
      const order = { actor: { id: actor.id, role: 'ADMIN' }, userId: user.id, reason: 'x', ip } as const;
      return askFactorReset(database.fork(), order, START);
    };
    const demoted = await createPerson(database.fork(), { role: 'LEADER' });
    expect(await refusalOf(reset(demoted))).to.include({ code: 'forbidden', status: 403 });
    const suspended = await createPerson(database.fork(), { role: 'ADMIN' });
    await database.query('update accounts.users set suspended_at = $1 where id = $2', [START, suspended.id]);
    expect(await refusalOf(reset(suspended))).to.include({ code: 'forbidden' });
    expect((await stored()).factorSince).to.deep.equal(START);
    const first = await createPerson(database.fork(), { role: 'ADMIN' });
    await reset(first);
    expect((await stored()).factorSince, 'one ADMIN is not enough').to.deep.equal(START);
    const [request] = await database.query<{ id: string }>('select id from accounts.recovery_requests');
    const decide = (by: UserRow) => {
      const decision = { requestId: request?.id ?? '', granted: true, reason: 'vino', ip };
      return decideRecovery(database.fork(), { actor: actorOf(by), ...decision }, START);
    };
    expect(await refusalOf(decide(first))).to.include({ code: 'own_request', status: 403 });
    await decide(await createPerson(database.fork(), { role: 'ADMIN' }));
    expect((await stored()).factorSince).to.equal(null);
  });

  describe('that a role demands', () => {
    const demand = async (now: Date) => demandOf(database.fork(), await stored(), settings, now);

    it('may wait from the first time that they are seen with it, and no longer', async () => {
      user = await createPerson(database.fork(), { role: 'ADMIN' });
      const enrolBy = at(7 * DAY_S + 100);
      expect(await demand(at(100))).to.deep.equal({ mustEnrol: false, enrolBy });
      expect(await demand(at(7 * DAY_S))).to.deep.equal({ mustEnrol: false, enrolBy });
      expect(await demand(enrolBy)).to.deep.equal({ mustEnrol: true, enrolBy });
      const { secret } = await begin(enrolBy);
      await confirm(codeOf(secret, 7 * DAY_S + 100), enrolBy);
      expect(await demand(enrolBy)).to.deep.equal({ mustEnrol: false, enrolBy: null });
    });

    it('is demanded of nobody else', async () => {
      expect(await demand(START)).to.deep.equal({ mustEnrol: false, enrolBy: null });
    });
  });

  describe('of a login that waits', () => {
    const open = () => openPending(database.fork(), { userId: user.id, remember: true }, START);
    const attempt = (token: string, now = START) => countTry(database.fork(), { token }, now);

    it('may be shown five times within five minutes', async () => {
      const { token } = await open();
      for (let n = 0; n < 5; n += 1)
        expect(await attempt(token)).to.include({ userId: user.id, remember: true, isRepeat: false });
      expect(await refusalOf(attempt(token))).to.include({ code: 'login_over', status: 401 });
      expect(await refusalOf(attempt((await open()).token, at(300)))).to.include({ code: 'login_over' });
    });

    it('opens no session by its token, and one session at most', async () => {
      const { token } = await open();
      expect(await userOfSession(database.fork(), token, START)).to.equal(null);
      const close = () => closePending(database.fork(), { token }, START);
      await close();
      expect(await refusalOf(close())).to.include({ code: 'login_over' });
    });

    describe('and is finished by a form', () => {
      const [one, other] = ['1'.repeat(64), '2'.repeat(64)];
      let token: string;
      let code: string;
      const finish = (submission: string, seconds = 60) => {
        const shown = { token, code, submission, ip, userAgent: '' };
        return finishLogin(database.fork(), settings, shown, at(seconds));
      };
      beforeEach(async () => {
        const { secret } = await begin();
        await confirm(codeOf(secret));
        code = codeOf(secret, 60);
        ({ token } = await open());
      });

      it('that was sent twice at once, is told both times as the first, each with a session that is open', async () => {
        const told = await Promise.all([finish(one), finish(one)]);
        expect(told.map((admission) => admission.user.id)).to.deep.equal([user.id, user.id]);
        for (const { session } of told)
          expect(await userOfSession(database.fork(), session.token, at(60))).not.to.equal(null);
      });

      it('is told the same again within a minute, and is over then', async () => {
        await finish(one);
        expect((await finish(one, 119)).user.id).to.equal(user.id);
        expect(await refusalOf(finish(one, 120))).to.include({ code: 'login_over' });
      });

      it('is over for every other sending, and for whoever asks by what it can be finished', async () => {
        await finish(one);
        expect(await refusalOf(finish(other))).to.include({ code: 'login_over' });
        expect(await refusalOf(meansOfLogin(database.fork(), { token }, at(60)))).to.include({
          code: 'login_over',
        });
      });

      it('counts what was wrong, although nothing is opened', async () => {
        code = '000000';
        for (let n = 0; n < 5; n += 1)
          expect(await refusalOf(finish(`${n}`.repeat(64)))).to.include({ status: 400 });
        expect(await refusalOf(finish(other))).to.include({ code: 'login_over' });
        const [row] = await database.query<{ failures: number }>('select failures from accounts.guesses');
        expect(row?.failures).to.equal(5);
      });
    });

    it('is purged when it came to nothing', async () => {
      await open();
      expect(await purgePending(database.fork(), at(299))).to.equal(0);
      expect(await purgePending(database.fork(), at(300))).to.equal(1);
    });
  });
});
