import { expect } from 'chai';
import { purgeDevices } from '../../../services/accounts/sessions/devices.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S, HOUR_S, START } from '../support/clock.ts';
import { login } from './support/login.ts';
import { ana, ip as HOME, registrationOf } from './support/people.ts';
import { register } from './support/register.ts';

const NOBODY = '1999888777';
const WRONG = 'no-es-la-clave';
const AWAY = '203.0.113.5';

describe('Guessing at somebody else’s password', () => {
  const database = useDatabase('accounts');
  let device: string;

  beforeEach(async () => {
    device = (await register(database.fork(), registrationOf(), START)).device.token;
  });

  interface Try {
    ip?: string;
    device?: string;
    cedula?: string;
    now?: Date;
  }
  const tryLogin = (password: string, { ip = AWAY, cedula = ana.cedula, now = START, ...given }: Try = {}) =>
    login(database.fork(), { cedula, password, remember: false, userAgent: '', ip, ...given }, now);
  const guess = async (times: number, given: Try = {}) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1) statuses.push((await refusalOf(tryLogin(WRONG, given))).status);
    return statuses;
  };
  /** Strangers from so many blocks, who guess five times each. */
  const attack = async (blocks: number, cedula = ana.cedula) => {
    for (let block = 0; block < blocks; block += 1) await guess(5, { ip: `198.18.${block}.1`, cedula });
  };

  it('keeps the owner out neither on a device that they have logged in from, nor elsewhere', async () => {
    expect(await guess(8)).to.deep.equal([401, 401, 401, 401, 401, 429, 429, 429]);

    expect((await tryLogin(ana.password, { device })).user.cedula).to.equal(ana.cedula);
    expect((await tryLogin(ana.password, { ip: HOME })).user.cedula).to.equal(ana.cedula);
  });

  it('costs no wait while it is free, also when of several at once a later one is counted first', async () => {
    const seconds = [3, 1, 2, 0, 4];
    const statuses: number[] = [];
    for (const second of seconds) statuses.push(...(await guess(1, { now: at(second) })));
    expect(statuses).to.deep.equal([401, 401, 401, 401, 401]);
    expect(await guess(1, { now: at(4) })).to.deep.equal([429]);
  });

  it('costs a wait by block of addresses: another address of the same one has no guesses of its own', async () => {
    await guess(5, { ip: '203.0.113.5' });
    expect(await guess(1, { ip: '203.0.113.200' })).to.deep.equal([429]);
    expect(await guess(1, { ip: '203.0.114.5' })).to.deep.equal([401]);
    await guess(5, { ip: '2001:db8:7:1::1' });
    expect(await guess(1, { ip: '2001:db8:7:ffff::1' })).to.deep.equal([429]);
  });

  it('from a known device has a count of its own, too', async () => {
    expect(await guess(6, { device })).to.deep.equal([401, 401, 401, 401, 401, 429]);
    expect((await tryLogin(ana.password, { ip: HOME })).user.cedula).to.equal(ana.cedula);
  });

  it('from many places at once leaves each place one guess without a wait, the owner’s as well', async () => {
    await attack(6);

    expect(await guess(2, { ip: '198.51.100.1' })).to.deep.equal([401, 429]);
    expect((await tryLogin(ana.password, { ip: HOME })).user.cedula).to.equal(ana.cedula);
    expect((await tryLogin(ana.password, { device })).user.cedula).to.equal(ana.cedula);
    expect(await guess(2, { ip: '198.51.101.1', now: at(HOUR_S + 1) }), 'an hour later').to.deep.equal([
      401, 401,
    ]);
  });

  it('is answered in the same way for a cédula that nobody has', async () => {
    const answers = async (cedula: string) => {
      await attack(6, cedula);
      const given = { cedula, device };
      return [
        await refusalOf(tryLogin(WRONG, { cedula, ip: '198.51.100.1' })),
        await refusalOf(tryLogin(WRONG, { cedula, ip: '198.51.100.1' })),
        await refusalOf(tryLogin(WRONG, { ...given, ip: '198.51.101.1' })),
      ];
    };
    const [known, unknown] = [await answers(ana.cedula), await answers(NOBODY)];
    expect(unknown).to.deep.equal(known);
  });

  it('forgets no more than the guesser’s own count when the right one is found', async () => {
    await guess(5);
    await tryLogin(ana.password, { ip: HOME });
    expect(await guess(1)).to.deep.equal([429]);
  });

  describe('A known device', () => {
    const stored = () => database.query<{ token_hash: string }>('select * from accounts.devices');
    const isKnown = async (token: string, now = START) => {
      await guess(5, { now });
      return (await tryLogin(ana.password, { device: token, now }).catch(() => null)) !== null;
    };

    it('is stored by the hash of its token', async () => {
      const rows = await stored();
      expect(rows).to.have.lengthOf(1);
      expect(JSON.stringify(rows)).not.to.include(device);
      expect(await isKnown(rows[0]?.token_hash ?? '')).to.equal(false);
    });

    it('is known for 180 days after the last login', async () => {
      const login = async (token?: string) =>
        (await tryLogin(ana.password, { ...(token && { device: token }), now: at(179 * DAY_S) })).device
          .token;
      const [one, other] = [await login(device), await login()];
      expect(await isKnown(one, at(358 * DAY_S))).to.equal(true);
      expect(await isKnown(other, at(360 * DAY_S))).to.equal(false);
    });

    it('has another token after each login, and the one before it is good for no more than the same form again', async () => {
      const { device: given } = await tryLogin(ana.password, { device });
      expect(given.token).not.to.equal(device);
      expect(await isKnown(given.token)).to.equal(true);
      expect(await isKnown(device, at(60)), 'sent twice').to.equal(true);
      expect(await isKnown(device, at(3 * 60)), 'a copy of it').to.equal(false);
    });

    it('is known for who logged in last, not for who knows a token that was theirs before', async () => {
      const thief = { cedula: '1020304051', password: 'clave-de-otra' };
      const planted = (await register(database.fork(), registrationOf(thief), START)).device.token;
      const { device: given } = await tryLogin(ana.password, { device: planted });
      expect(await isKnown(planted)).to.equal(false);
      expect(await isKnown(given.token)).to.equal(true);
      const third = await register(database.fork(), registrationOf({ cedula: '1020304052' }), START);
      expect(await isKnown(third.device.token)).to.equal(false);
    });

    it('does not become known by a token that somebody else has chosen', async () => {
      const planted = 'planted-by-somebody-else';
      const { device: given } = await tryLogin(ana.password, { device: planted });
      expect(given.token).not.to.equal(planted);
      expect(await isKnown(planted)).to.equal(false);
    });

    it('is one of twenty at the most, and goes when it is over', async () => {
      for (let n = 1; n <= 25; n += 1) await tryLogin(ana.password, { now: at(n) });
      expect(await stored()).to.have.lengthOf(20);
      expect(await isKnown(device, at(30)), 'the oldest is gone').to.equal(false);
      expect(await purgeDevices(database.fork(), at(181 * DAY_S))).to.equal(20);
    });
  });
});
