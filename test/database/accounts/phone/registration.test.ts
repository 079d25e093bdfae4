import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eraseUser } from '../../../../services/accounts/erasure/erase-user.ts';
import { confirmRegistration } from '../../../../services/accounts/phone/confirm-registration.ts';
import {
  holdRegistration,
  purgeRegistrations,
} from '../../../../services/accounts/phone/hold-registration.ts';
import {
  readRegistration,
  resendRegistration,
} from '../../../../services/accounts/phone/wait-registration.ts';
import { prepare } from '../../../../services/accounts/registration/register.ts';
import { refusalOf, settle } from '../../../support/failures.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { ledger } from '../support/ledger.ts';
import { login } from '../support/login.ts';
import { messengerSettings } from '../support/messenger.ts';
import { ana, createPerson, ip, registrationOf } from '../support/people.ts';
import { text } from '../support/policy.ts';
import { subnetOf } from '../support/subnet.ts';

const NOON = new Date('2026-11-26T17:00:00.000Z');
const at = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1_000);
const SUBMISSION = 'a'.repeat(64);
const OTHER_PHONE = '+573157654321';

describe('A registration where phones are proven', () => {
  const database = useDatabase('accounts');

  const hold = async (
    changes: Parameters<typeof registrationOf>[0] = {},
    now = NOON,
    submission?: string,
  ) => {
    const asked = { ...registrationOf(changes), submission };
    const given = await prepare(database.fork(), { subnetOf, text }, asked);
    return (await holdRegistration(database.fork(), messengerSettings, given, now)).token;
  };
  const confirm = (token: string, code: string, now = NOON, submission?: string) =>
    confirmRegistration(database.fork(), { token, code, ip, userAgent: '', submission }, now);
  const resend = (token: string, now: Date, phone?: string) =>
    resendRegistration(
      database.fork(),
      { subnetOf, messenger: messengerSettings },
      { token, ip, phone },
      now,
    );
  const sent = () =>
    database.query<{ phone: string; code: string; kind: string; user_id: string | null }>(
      `select phone, code, kind, user_id from accounts.messages where state = 'waiting' order by created_at, id`,
    );
  const lastCode = async (): Promise<string> =>
    (await sent()).findLast(({ kind }) => kind === 'phone_code')?.code ?? '';
  const users = () =>
    database.query<{ id: string; phone: string; phone_proven_at: Date }>(
      `select id, phone, phone_proven_at from accounts.users where cedula = $1`,
      [ana.cedula],
    );
  const announced = () => database.query('select 1 from accounts.outbox');

  it('is no account before its code is given: nobody is looked up, and nobody comes in', async () => {
    await hold();
    expect(await users()).to.deep.equal([]);
    expect(await announced()).to.deep.equal([]);
    const attempt = { cedula: ana.cedula, password: ana.password, remember: false, ip, userAgent: '' };
    expect(await refusalOf(login(database.fork(), attempt, NOON))).to.include({ code: 'wrong_credentials' });
  });

  it('becomes one with the code, with a phone that is proven, a session and a lookup', async () => {
    const token = await hold();
    const answer = await confirm(token, await lastCode(), at(90));
    expect(answer).to.have.property('session');
    expect(await users()).to.have.length(1);
    expect((await users())[0]).to.deep.include({ phone: ana.phone, phone_proven_at: at(90) });
    expect(await announced()).to.have.length(1);
  });

  it('is answered as the first time when the same form comes twice, one after the other or at the same moment', async () => {
    const token = await hold();
    const code = await lastCode();
    const together = await Promise.allSettled([1, 2].map(() => confirm(token, code, NOON, SUBMISSION)));
    expect(together.map(({ status }) => status)).to.include('fulfilled');
    expect(await confirm(token, code, at(5), SUBMISSION)).to.have.property('session');
    expect(await users()).to.have.length(1);
    expect(await refusalOf(confirm(token, code, at(5), 'b'.repeat(64)))).to.include({
      code: 'registration_over',
    });
  });

  it('makes one account of two confirmations at the same moment by programs', async () => {
    const token = await hold();
    const code = await lastCode();
    const { kept, refused } = await settle([1, 2, 3].map(() => confirm(token, code)));
    expect(kept).to.have.length(1);
    expect(refused).to.have.length(2);
    expect(await users()).to.have.length(1);
  });

  it('can be gone on with after a day’s absence, and then is forgotten', async () => {
    const token = await hold();
    expect(await readRegistration(database.fork(), { token }, at(20 * 3_600))).to.include({
      phone: ana.phone,
    });
    await resend(token, at(20 * 3_600));
    expect(await confirm(token, await lastCode(), at(20 * 3_600 + 60))).to.have.property('session');

    const other = await hold({ cedula: '1020304051' });
    expect(await refusalOf(readRegistration(database.fork(), { token: other }, at(24 * 3_600)))).to.include({
      code: 'registration_over',
      status: 401,
    });
    await purgeRegistrations(database.fork(), at(24 * 3_600));
    expect(
      await database.query('select 1 from accounts.pending_registrations where cedula = $1', ['1020304051']),
    ).to.deep.equal([]);
  });

  it('sends no second message for the same form sent twice by the same browser, and either answer is good', async () => {
    const first = await hold({}, NOON, SUBMISSION);
    const second = await hold({}, at(1), SUBMISSION);
    expect(await sent()).to.have.length(1);
    expect(second).not.to.equal(first);
    expect(await confirm(first, await lastCode(), at(2))).to.have.property('session');
  });

  describe('another code', () => {
    it('is sent after a wait that doubles, five at the most, and makes the one before worthless', async () => {
      const token = await hold();
      const first = await lastCode();
      expect(await refusalOf(resend(token, at(59)))).to.include({
        code: 'too_soon',
        status: 429,
        retryAfterS: 1,
      });
      let now = 0;
      for (const wait of [60, 120, 240, 480]) {
        now += wait;
        expect(await refusalOf(resend(token, at(now - 1))), `before ${wait} s`).to.include({
          code: 'too_soon',
        });
        await resend(token, at(now));
      }
      expect(await refusalOf(resend(token, at(now + 20_000)))).to.include({ code: 'too_soon' });
      const last = await lastCode();
      if (first !== last) expect(await refusalOf(confirm(token, first, at(now)))).to.include({ status: 400 });
      expect(await confirm(token, last, at(now))).to.have.property('session');
    });

    it('goes to another number when that one was wrong, which is the one that counts', async () => {
      const token = await hold();
      const wrong = await lastCode();
      expect(await resend(token, at(60), OTHER_PHONE)).to.include({ phone: OTHER_PHONE });
      expect((await sent()).at(-1)?.phone).to.equal(OTHER_PHONE);
      if (wrong !== (await lastCode()))
        expect(await refusalOf(confirm(token, wrong, at(61)))).to.include({ status: 400 });
      await confirm(token, await lastCode(), at(61));
      expect((await users())[0]?.phone).to.equal(OTHER_PHONE);
    });
  });

  describe('a code that is guessed', () => {
    const wrongCodes = async (): Promise<string[]> => {
      const right = await lastCode();
      return Array.from({ length: 12 }, (_, digit) => String(digit).padStart(6, '7')).filter(
        (code) => code !== right,
      );
    };

    it('is looked at five times, also when the tries come at the same moment', async () => {
      const token = await hold();
      const right = await lastCode();
      await settle((await wrongCodes()).map((code) => confirm(token, code)));
      expect(await refusalOf(confirm(token, right)), 'the right one, too late').to.include({
        code: 'validation',
      });
      expect(await users()).to.deep.equal([]);
    });

    it('is looked at twenty times for all codes of a registration', async () => {
      const token = await hold();
      let now = 0;
      for (const wait of [60, 120, 240, 480]) {
        await settle((await wrongCodes()).map((code) => confirm(token, code, at(now))));
        now += wait;
        await resend(token, at(now));
      }
      expect(await refusalOf(confirm(token, await lastCode(), at(now)))).to.include({ code: 'validation' });
    });

    it('is worth nothing after a quarter of an hour, nor with another registration', async () => {
      const token = await hold();
      const right = await lastCode();
      expect(await refusalOf(confirm(token, right, at(15 * 60)))).to.include({ code: 'validation' });
      const other = await hold({ cedula: '1020304051', phone: OTHER_PHONE });
      if (right !== (await lastCode()))
        expect(await refusalOf(confirm(other, right))).to.include({ code: 'validation' });
      expect(await refusalOf(confirm(randomUUID(), right))).to.include({ code: 'registration_over' });
    });
  });

  describe('of a cédula that has an account', () => {
    const owned = () =>
      createPerson(database.fork(), { cedula: ana.cedula, phone: OTHER_PHONE, nombreCompleto: 'Ana Dueña' });

    const messages = async () => (await sent()).map(({ phone, kind, user_id }) => ({ phone, kind, user_id }));

    it('sends the same code to the phone that was typed, and tells the owner each time', async () => {
      const owner = await owned();
      const token = await hold();
      await resend(token, at(60), '+573207654321');
      const told = { phone: OTHER_PHONE, kind: 'account_exists', user_id: owner.id };
      const code = { kind: 'phone_code', user_id: null };
      expect(await messages()).to.have.deep.members([
        ...[
          { ...code, phone: ana.phone },
          { ...code, phone: '+573207654321' },
        ],
        ...[told, told],
      ]);
    });

    it('tells an owner who types their own phone by the code alone', async () => {
      await owned();
      await hold({ phone: OTHER_PHONE });
      expect(await messages()).to.deep.equal([{ phone: OTHER_PHONE, kind: 'phone_code', user_id: null }]);
    });

    it('costs whoever registers what another cédula costs, of each bound of the day', async () => {
      const bounds = { ...messengerSettings, personDay: 3, subnetDay: 5 };
      const spent = async (cedula: string, address: string, phones: readonly string[]) => {
        for (const [n, phone] of phones.entries()) {
          const asked = { ...registrationOf({ cedula, phone }), origin: { ip: address, userAgent: '' } };
          const given = await prepare(database.fork(), { subnetOf, text }, asked);
          await holdRegistration(database.fork(), bounds, given, at(n));
        }
        const rows = await sent();
        return phones.map(
          (one) => rows.filter(({ kind, phone }) => kind === 'phone_code' && phone === one).length,
        );
      };
      await owned();
      const mine = (digit: number) => [
        ...Array.from({ length: 4 }, () => `+57310${digit}00000${digit}`),
        ...Array.from({ length: 4 }, () => `+57311${digit}00000${digit}`),
      ];
      const taken = await spent(ana.cedula, '198.51.100.9', mine(1));
      expect(taken).to.deep.equal([3, 3, 3, 3, 2, 2, 2, 2]);
      expect(await spent('1020304051', '203.0.113.9', mine(2))).to.deep.equal(taken);
    });

    it('answers whoever registers as it does for any other cédula', async () => {
      const fresh = await hold({ cedula: '1020304051' });
      await owned();
      const taken = await hold();
      for (const seconds of [1, 60]) {
        const [a, b] = await Promise.all(
          [fresh, taken].map((token) => readRegistration(database.fork(), { token }, at(seconds))),
        );
        expect(a).to.deep.equal(b);
      }
      const resent = await Promise.all([fresh, taken].map((token) => resend(token, at(60), '+573207654321')));
      expect(resent[0]).to.deep.equal(resent[1]);
      const wrong = await Promise.all(
        [fresh, taken].map((token) => refusalOf(confirm(token, '000000', at(61)))),
      );
      expect(wrong[0]?.message).to.equal(wrong[1]?.message);
      expect(wrong[0]?.status).to.equal(wrong[1]?.status);
    });

    it('tells who shows the code that there is one, lets nobody in, and changes nothing', async () => {
      const before = await owned();
      const token = await hold();
      expect(await confirm(token, await lastCode())).to.deep.equal({ existing: true });
      expect(await database.query('select 1 from accounts.sessions')).to.deep.equal([]);
      expect(
        await database.query('select password_hash, nombre_completo from accounts.users where id = $1', [
          before.id,
        ]),
      ).to.deep.equal([{ password_hash: before.passwordHash, nombre_completo: 'Ana Dueña' }]);
    });

    it('is of whoever is first to prove theirs, when two wait with one cédula', async () => {
      const [first, second] = [await hold(), await hold({ phone: OTHER_PHONE }, at(1))];
      const codes = new Map((await sent()).map(({ phone, code }) => [phone, code]));
      expect(await confirm(second, codes.get(OTHER_PHONE) ?? '', at(2))).to.have.property('session');
      expect(await confirm(first, codes.get(ana.phone) ?? '', at(3))).to.deep.equal({ existing: true });
      expect(await users()).to.have.length(1);
    });
  });

  it('goes with whoever is erased and had mistyped their cédula, and not with another of the family', async () => {
    await confirm(await hold(), await lastCode(), at(90));
    await hold({ cedula: '1000000771' }, at(100));
    await hold({ cedula: '1000000772', nombreCompleto: 'Otra Persona' }, at(200));
    const [user] = await users();
    await eraseUser(database.fork(), user?.id ?? '', { reason: 'own', by: null, ledger }, at(300));
    const held = await database.query('select cedula from accounts.pending_registrations');
    expect(held).to.deep.equal([{ cedula: '1000000772' }]);
    expect(await sent(), 'whose code it was nobody can tell').to.deep.equal([]);
  });
});
