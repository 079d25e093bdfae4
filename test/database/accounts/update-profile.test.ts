import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  confirmPhone,
  keepPhone,
  readPhone,
  sendPhoneCode,
} from '../../../services/accounts/phone/own-phone.ts';
import { updateProfile } from '../../../services/accounts/phone/update-profile.ts';
import { answerAsks, askForCode } from '../../../services/accounts/recovery/ask.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S } from '../support/clock.ts';
import { messengerSettings } from './support/messenger.ts';
import { actorOf, ana, createPerson, ip, registrationOf } from './support/people.ts';
import { register } from './support/register.ts';
import { subnetOf } from './support/subnet.ts';

const SOON = at(10);
const LATER = at(1_000);
const FRESH_MS = 600_000;
const none = { messenger: { ...messengerSettings, name: 'none' } as const, freshMs: FRESH_MS };
const reached = { messenger: messengerSettings, freshMs: FRESH_MS };
const profile = { nombreCompleto: 'Rosa Elvira', phone: '+573100001122', referralGoal: 1_500 };

describe('A person’s own data', () => {
  const database = useDatabase('accounts');
  const joined = async () => {
    const { user, session } = await register(database.fork(), registrationOf(), at(0));
    return { actor: actorOf(user), token: session.token };
  };
  const change = (
    given: { actor: ReturnType<typeof actorOf>; token: string },
    to: Partial<typeof profile>,
    means: typeof none | typeof reached,
    now = SOON,
  ) => updateProfile(database.fork(), { ...given, profile: { ...profile, ...to }, ip }, means, now);
  const stored = async () => {
    const [row] = await database.query<{ phone: string; nombre_completo: string }>(
      'select phone, nombre_completo from accounts.users where cedula = $1',
      [ana.cedula],
    );
    return row;
  };
  const trail = async () =>
    (
      await database.query<{ action: string; ip: string }>(
        `select action, ip from accounts.audit where action = 'phone.change'`,
      )
    ).map(({ action, ip }) => [action, ip]);
  const codesAskedAt = async (now: Date): Promise<string[]> => {
    await askForCode(database.fork(), subnetOf, { cedula: ana.cedula, ip }, now);
    await answerAsks(
      () => database.fork(),
      messengerSettings,
      now,
      (error) => expect.fail(String(error)),
    );
    const rows = await database.query<{ phone: string }>(
      `select phone from accounts.messages where kind = 'recovery_code'`,
    );
    return rows.map(({ phone }) => phone);
  };

  it('change in name, phone and goal, and in nothing else, nor for anybody else', async () => {
    const own = await joined();
    const other = await createPerson(database.fork());

    const changed = await change(own, {}, none);

    expect(changed).to.include({ ...profile, id: own.actor.id, cedula: ana.cedula, role: 'USER' });
    const names = await database.query('select id from accounts.users where nombre_completo = $1', [
      profile.nombreCompleto,
    ]);
    expect(names).to.deep.equal([{ id: own.actor.id }]);
    expect(other.nombreCompleto).not.to.equal(profile.nombreCompleto);
  });

  it('are not found when the account is gone', async () => {
    const gone = { actor: { id: randomUUID(), role: 'USER' } as const, token: '' };
    expect(await refusalOf(change(gone, {}, none))).to.include({ code: 'not_found', status: 404 });
  });

  describe('where no phone can be proven', () => {
    it('change in the phone by who shows that it is they, and the trail says so', async () => {
      const own = await joined();
      for (const [given, now] of [
        [own, LATER],
        [{ ...own, token: '' }, SOON],
        [
          {
            ...own,
            token: (await register(database.fork(), registrationOf({ cedula: '1020304051' }), SOON)).session
              .token,
          },
          SOON,
        ],
      ] as const) {
        expect(await refusalOf(change(given, {}, none, now))).to.include({
          code: 'proof_needed',
          status: 403,
        });
        expect(await stored(), 'all or nothing').to.deep.equal({
          phone: ana.phone,
          nombre_completo: ana.nombreCompleto,
        });
      }
      expect(await trail()).to.deep.equal([]);
      await change(own, {}, none);
      expect((await stored())?.phone).to.equal(profile.phone);
      expect(await trail()).to.deep.equal([['phone.change', ip]]);
    });

    it('change in all but the phone without that', async () => {
      const own = await joined();
      await change(own, { phone: ana.phone }, none, LATER);
      expect(await stored()).to.deep.equal({ phone: ana.phone, nombre_completo: profile.nombreCompleto });
      expect(await trail()).to.deep.equal([]);
    });

    it('give a new phone no code for a new password for seven days, and say so', async () => {
      const own = await joined();
      await change(own, {}, none);
      expect(await codesAskedAt(at(7 * DAY_S))).to.deep.equal([]);
      const { recoversFrom } = await readPhone(
        database.fork(),
        messengerSettings,
        { actor: own.actor },
        at(DAY_S),
      );
      expect(recoversFrom).to.equal(at(7 * DAY_S + 10).toISOString());
      expect(await codesAskedAt(at(7 * DAY_S + 10))).to.deep.equal([profile.phone]);
    });
  });

  describe('where phones are proven', () => {
    it('name another phone without a proof: it waits, and codes go to the one before', async () => {
      const own = await joined();
      await change(own, {}, reached, LATER);
      expect((await stored())?.phone).to.equal(ana.phone);
      expect(await codesAskedAt(LATER)).to.deep.equal([ana.phone]);
      const kept = await keepPhone(database.fork(), messengerSettings, { actor: own.actor }, LATER);
      expect([kept.phone, kept.pending]).to.deep.equal([ana.phone, null]);
    });

    it('take codes at a phone that was proven, at once', async () => {
      const own = await joined();
      await change(own, {}, none);
      const sender = { subnetOf, messenger: messengerSettings };
      await sendPhoneCode(database.fork(), sender, { ...own, ip }, LATER);
      const [{ code } = { code: '' }] = await database.query<{ code: string }>(
        'select code from accounts.messages',
      );
      const { recoversFrom } = await confirmPhone(
        database.fork(),
        messengerSettings,
        { ...own, code, ip },
        LATER,
      );
      expect(recoversFrom).to.equal(null);
      expect(await codesAskedAt(LATER)).to.deep.equal([profile.phone]);
      expect(await trail(), 'nothing changed by the second').to.have.lengthOf(1);
    });
  });
});
