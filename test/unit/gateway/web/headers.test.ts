import { expect } from 'chai';
import { playApp } from '../support/played-app.ts';
import { personWith } from '../support/views.ts';

const person = personWith();

const headersOf = async (config: { production: boolean }, path = '/login/', init = {}) => {
  const app = await playApp(
    {
      'accounts.session': () => ({ user: person, passport: 'a passport' }),
      'accounts.logout': () => null,
    },
    config,
  );
  const response = await app.open(path, init);
  response.resume();
  await app.close();
  return response.headers;
};

describe('The headers of every answer', () => {
  it('keep browsers to HTTPS for a year, with every name below it, in production only', async () => {
    expect((await headersOf({ production: true }))['strict-transport-security']).to.equal(
      'max-age=31536000; includeSubDomains',
    );
    expect((await headersOf({ production: false }))['strict-transport-security']).to.equal(undefined);
  });

  it('let a page ask for nothing of the browser but what ours use', async () => {
    const policy = String((await headersOf({ production: true }))['permissions-policy']);
    expect(policy).to.include('camera=()').and.include('geolocation=()').and.include('payment=()');
    expect(policy.match(/\w[\w-]*=\(self\)/g)).to.deep.equal([
      'clipboard-write=(self)',
      'publickey-credentials-create=(self)',
      'publickey-credentials-get=(self)',
      'screen-wake-lock=(self)',
      'web-share=(self)',
    ]);
  });

  it('say whose a page is, or that it is nobody’s; not to a page that looks for itself', async () => {
    const cookie = `censo-session=${'a'.repeat(43)}`;
    const whose = async (headers: Record<string, string>) =>
      (await headersOf({ production: false }, '/politica-de-datos/', { headers }))['censo-cuenta'];
    expect(await whose({ cookie })).to.equal(person.id);
    expect(await whose({})).to.equal('nadie');
    expect(await whose({ cookie, 'sec-fetch-dest': 'empty' })).to.equal(undefined);
  });

  it('have a browser forget at logout what it kept of a person', async () => {
    const init = { method: 'POST', headers: { cookie: 'censo-session=played' } };
    const left = await headersOf({ production: false }, '/api/v1/logout', init);
    expect(left['clear-site-data']).to.equal('"cache", "storage"');
    expect((await headersOf({ production: false }))['clear-site-data']).to.equal(undefined);
  });
});
