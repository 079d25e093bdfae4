import { expect } from 'chai';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

describe('The list of referrals', () => {
  let app: PlayedApp;
  const referred = personWith({ nombreCompleto: 'Ana Inventada' });

  before(async () => {
    app = await playApp({
      'accounts.session': () => ({ user: personWith({ role: 'LEADER' }) }),
      // As a process of the version before answers while an upgrade goes on: without counts.
      'accounts.referrals': () => ({ items: [referred], next: null, leader: null, led: {} }),
      'census.views': () => [],
      'accounts.registered': () => [],
      'census.batch': () => null,
    });
  });
  after(() => app.close());

  it('is shown without numbers when accounts says none', async () => {
    const { status, text } = await app.ask('/referidos/', {
      headers: { cookie: `censo-session=${tokenOf('played')}` },
    });
    expect(app.faults).to.deep.equal([]);
    expect(status).to.equal(200);
    expect(text).to.include('Ana Inventada');
  });
});
