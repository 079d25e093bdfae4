import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

describe('A page on its way', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) =>
        token.startsWith('session-') ? { user: personWith(), passport: 'a passport' } : null,
    });
  });
  after(() => app.close());

  const own = { cookie: `censo-session=${tokenOf('session-1')}; censo-csrf=a-secret` };
  const fetched = async (path: string, headers: Record<string, string>) => {
    const response = await app.open(path, {
      headers: { 'accept-encoding': 'gzip, deflate, br', ...headers },
    });
    const { 'content-encoding': encoding, vary, 'content-type': type } = response.headers;
    return { encoding, vary, type, body: await buffer(response) };
  };
  /** From whose page a browser says that it asks. */
  const from = (site: string) => ({ ...own, 'sec-fetch-site': site });

  it('is compressed, and says so to whoever keeps it between', async () => {
    const { encoding, vary, body } = await fetched('/logout/', from('same-origin'));
    expect(encoding).to.equal('br');
    expect(vary).to.include('Accept-Encoding');
    expect(brotliDecompressSync(body).toString()).to.include('</html>');
  });

  it('is compressed as its browser can read it, or not at all', async () => {
    const packed = await fetched('/logout/', { ...from('none'), 'accept-encoding': 'gzip' });
    expect(packed.encoding).to.equal('gzip');
    expect(gunzipSync(packed.body).toString()).to.include('</html>');
    expect((await fetched('/logout/', { ...from('none'), 'accept-encoding': 'identity' })).encoding).to.equal(
      undefined,
    );
  });

  it('is compressed for a stranger, who has nothing to lose by its length', async () => {
    expect((await fetched('/login/', { 'sec-fetch-site': 'cross-site' })).encoding).to.equal('br');
  });

  for (const site of ['cross-site', 'same-site', ''])
    it(`is not compressed for somebody who is logged in and was sent by ${site || 'nobody knows whom'}`, async () => {
      const { encoding, body } = await fetched('/logout/?q=cedula', site === '' ? own : from(site));
      expect(encoding).to.equal(undefined);
      expect(body.toString()).to.include('</html>');
    });

  it('is not compressed either for somebody who is about to prove a phone', async () => {
    const headers = { cookie: 'censo-registro=a-ticket', 'sec-fetch-site': 'cross-site' };
    expect((await fetched('/login/', headers)).encoding).to.equal(undefined);
  });

  it('alone is compressed: not what a program asks for', async () => {
    const { encoding, type } = await fetched('/api/v1/me', from('same-origin'));
    expect(type).to.include('json');
    expect(encoding).to.equal(undefined);
  });
});
