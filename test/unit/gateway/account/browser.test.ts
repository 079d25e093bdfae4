import { expect } from 'chai';
import type { ActionInput } from '../../../../shared/contract/actions.ts';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

const OPENED = { token: 'session', expiresAt: '2027-01-01T00:00:00.000Z', persistent: false };
const DEVICE = { token: 'device', expiresAt: '2027-05-01T00:00:00.000Z' };

describe('A browser that somebody logs in from', () => {
  let app: PlayedApp;

  before(async () => {
    app = await playApp({
      'accounts.session': () => null,
      'accounts.login': () => ({ user: personWith(), session: OPENED, device: DEVICE }),
      'accounts.logout': () => null,
    });
  });
  after(() => app.close());
  afterEach(() => expect(app.faults).to.deep.equal([]));

  const post = (path: string, body: object, cookie = '') =>
    app.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const logIn = (cookie?: string) => post('/api/v1/login', { cedula: '1020304050', password: 'x' }, cookie);
  const asked = () => app.calls('accounts.login').at(-1) as ActionInput<'accounts.login'>;

  it('is known from then on by a cookie that no script reads', async () => {
    const { cookies } = await logIn();
    expect(asked()).to.include({ ip: '127.0.0.1' }).and.not.to.have.property('device');
    const line = cookies.find((cookie) => cookie.startsWith('censo-equipo='));
    expect(line).to.include('censo-equipo=device;').and.include('httponly').and.include('samesite=lax');
    expect(line).to.include('expires=Sat, 01 May 2027');
  });

  it('says so when a password is typed again, and nothing that cannot be it', async () => {
    await logIn(`censo-equipo=${tokenOf('device')}`);
    expect(asked().device).to.equal(tokenOf('device'));
    for (const forged of ['', '"; drop', 'x'.repeat(201)]) {
      await logIn(`censo-equipo=${forged}`);
      expect(asked(), forged).not.to.have.property('device');
    }
  });

  it('stays known after a logout', async () => {
    const { cookies } = await post('/api/v1/logout', {}, `censo-equipo=${tokenOf('device')}`);
    expect(cookies.join()).not.to.include('censo-equipo');
  });
});
