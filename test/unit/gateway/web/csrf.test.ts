import { expect } from 'chai';
import { type PlayedApp, playApp, type Told } from '../support/played-app.ts';
import { tokenOf as tokenOfSession } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

describe('The token of a form', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) =>
        token.startsWith('session-') ? { user: personWith(), passport: 'a passport' } : null,
      'accounts.updateProfile': () => personWith(),
      'accounts.logout': () => null,
    });
  });
  after(() => app.close());

  const cookiesOf = (session: string, secret: string) =>
    `censo-session=${tokenOfSession(session)}; censo-csrf=${secret}`;
  const tokenOf = async (session: string, secret: string): Promise<string> => {
    const { text } = await app.ask('/logout/', { headers: { cookie: cookiesOf(session, secret) } });
    return /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  };
  const logOut = (session: string, secret: string, token: string): Promise<Told> =>
    app.ask('/logout/', {
      method: 'POST',
      headers: {
        cookie: cookiesOf(session, secret),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ _csrf: token }).toString(),
    });

  const secret = 'a-secret-of-one-browser';

  it('is taken back from the session in which the form was shown', async () => {
    expect((await logOut('session-1', secret, await tokenOf('session-1', secret))).status).to.equal(302);
  });

  it('does nothing in another session of the same browser', async () => {
    const token = await tokenOf('session-1', secret);
    expect((await logOut('session-2', secret, token)).status).to.equal(403);
    const [withoutSeal = ''] = token.split('.');
    expect((await logOut('session-1', secret, withoutSeal)).status).to.equal(403);
  });

  it('does nothing in another browser', async () => {
    const token = await tokenOf('session-1', secret);
    expect((await logOut('session-1', 'a-secret-of-another-one', token)).status).to.equal(403);
  });

  it('shows nothing twice that could be guessed by the length of what is compressed', async () => {
    const [one, other] = [await tokenOf('session-1', secret), await tokenOf('session-1', secret)];
    const parts = new Set([...one.split(/[.-]/), ...other.split(/[.-]/)]);
    expect(one.split('.')).to.have.lengthOf(2);
    expect(one.split('.')[1]).not.to.equal(other.split('.')[1]);
    expect(parts.size).to.be.greaterThan(3);
    expect((await logOut('session-1', secret, one)).status).to.equal(302);
  });

  for (const path of ['/login/segundo-paso/', '/register/codigo/'])
    it(`of ${path} is good a second time, in the session that the first sending opened`, async () => {
      const page = await app.ask('/login/', { headers: { cookie: `censo-csrf=${secret}` } });
      const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const { status, location } = await app.ask(path, {
        method: 'POST',
        headers: {
          cookie: cookiesOf('session-1', secret),
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
        body: new URLSearchParams({ _csrf: token }).toString(),
      });
      expect({ status, location }).to.deep.equal({ status: 302, location: '/' });
    });
});
