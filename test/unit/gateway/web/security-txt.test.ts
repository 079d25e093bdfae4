import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { securityText } from '../../../../services/gateway/web/security-txt.ts';
import { type PlayedApp, playApp } from '../support/played-app.ts';

const AT = '/.well-known/security.txt';

describe('Whoever has found a hole in the portal', () => {
  let app: PlayedApp;
  const given = async (securityContact?: string): Promise<void> => {
    app = await playApp({}, { securityContact });
  };
  afterEach(() => app.close());

  it('is told at the address of RFC 9116 whom to write to', async () => {
    await given('mailto:seguridad@portal.example');
    const response = await app.open(AT);
    expect(response.statusCode).to.equal(200);
    expect(response.headers['content-type']).to.equal('text/plain; charset=utf-8');
    expect(await text(response)).to.match(
      /^Contact: mailto:seguridad@portal\.example\nExpires: \d{4}-\d\d-\d\dT00:00:00\.000Z\nPreferred-Languages: es, en\n$/,
    );
  });

  it('is told nothing where the operator named nobody', async () => {
    await given();
    expect((await app.ask(AT)).status).to.equal(404);
  });

  it('may believe it for about three months', async () => {
    await given();
    expect(securityText('tel:+576015550100', Date.UTC(2026, 0, 1, 13))).to.equal(
      'Contact: tel:+576015550100\nExpires: 2026-04-01T00:00:00.000Z\nPreferred-Languages: es, en\n',
    );
  });
});
