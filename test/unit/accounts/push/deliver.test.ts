import { createPublicKey, verify } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { createDeliverer, type Deliverer } from '../../../../services/accounts/push/deliver.ts';
import type { Claimed } from '../../../../services/accounts/push/outbox.ts';
import type { PushSettings } from '../../../../services/accounts/push/settings.ts';
import { eventually } from '../../../support/eventually.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { type PlayedBrowser, playBrowser } from '../../../support/push/browser.ts';
import { type PlayedPushService, startPushService } from '../../../support/push/push-service.ts';
import { pushSettings, vapid } from '../../../support/push/settings.ts';

describe('Handing a notice to a push service', () => {
  let service: PlayedPushService;
  let browser: PlayedBrowser;
  let clock: FakeClock;
  let deliverers: Deliverer[];
  beforeEach(async () => {
    service = await startPushService();
    browser = playBrowser();
    clock = createFakeClock(Date.now());
    deliverers = [];
  });
  afterEach(async () => {
    await Promise.all(deliverers.map(({ close }) => close()));
    await service.close();
  });

  const push = (endpoint: string): Claimed => ({
    ...{ id: '7f0c6a3e-1f5b-4d0e-9a52-0d5f7a3c9b11', kind: 'answer', tries: 1 },
    ...{ subscriptionId: '7f0c6a3e-1f5b-4d0e-9a52-0d5f7a3c9b12', host: new URL(endpoint).hostname, endpoint },
    ...browser.subscription(endpoint).keys,
  });
  const deliver = (
    endpoint = service.endpoint('ana'),
    settings: PushSettings = pushSettings({ PUSH_LOOPBACK: '1' }),
  ) => {
    const deliverer = createDeliverer({ settings, vapid }, clock);
    deliverers.push(deliverer);
    return deliverer.deliver(push(endpoint));
  };

  it('seals it for the browser alone, and says which kind it is and nothing else', async () => {
    expect(await deliver()).to.deep.equal({ outcome: 'sent' });
    const [heard] = service.heard;
    expect(heard?.path).to.equal('/send/ana');
    expect(heard?.headers).to.include({ 'content-encoding': 'aes128gcm', ttl: '259200', topic: 'censo' });
    expect(browser.read(heard?.body ?? Buffer.alloc(0))).to.deep.equal({ kind: 'answer' });
    expect(() => playBrowser().read(heard?.body ?? Buffer.alloc(0)), 'another browser').to.throw();
  });

  it('shows who sends it, to this service alone and for a time', async () => {
    await deliver();
    const [, token = '', key] =
      /^vapid t=([^,]+), k=(.+)$/.exec(service.heard[0]?.headers.authorization ?? '') ?? [];
    expect(key).to.equal(vapid.publicKey);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(vapid.publicKey, 'base64url');
    const jwk = {
      ...{ kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url') },
      y: point.subarray(33).toString('base64url'),
    };
    const isTheirs = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    expect(isTheirs).to.equal(true);
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(said).to.include({ aud: new URL(service.endpoint('')).origin, sub: vapid.subject });
    expect(said.exp).to.be.lessThan(Date.now() / 1_000 + 86_401);
  });

  const answers: [status: number, headers: Record<string, string>, came: object][] = [
    [200, {}, { outcome: 'sent' }],
    [202, {}, { outcome: 'sent' }],
    [404, {}, { outcome: 'gone' }],
    [410, {}, { outcome: 'gone' }],
    [429, { 'retry-after': '120' }, { outcome: 'away', why: 'HTTP 429', restMs: 120_000 }],
    [429, { 'retry-after': 'pronto' }, { outcome: 'away', why: 'HTTP 429' }],
    [500, {}, { outcome: 'away', why: 'HTTP 500' }],
    [503, {}, { outcome: 'away', why: 'HTTP 503' }],
    // The clock or the key of the portal: no browser is to blame.
    [401, {}, { outcome: 'failed', why: 'HTTP 401' }],
    [403, {}, { outcome: 'failed', why: 'HTTP 403' }],
    [400, {}, { outcome: 'refused', why: 'HTTP 400' }],
    [413, {}, { outcome: 'refused', why: 'HTTP 413' }],
    // Whoever is led elsewhere is not followed.
    [301, { location: 'http://127.0.0.1:1/' }, { outcome: 'refused', why: 'HTTP 301' }],
  ];
  for (const [status, headers, came] of answers)
    it(`takes ${status} ${JSON.stringify(headers)} for what it is`, async () => {
      service.answer = (response) => void response.writeHead(status, headers).end('lo que sea');
      expect(await deliver()).to.deep.equal(came);
      expect(service.heard).to.have.length(1);
    });

  it('waits for as long as a date says', async () => {
    const until = new Date(Math.ceil(clock.now() / 1_000) * 1_000 + 60_000);
    service.answer = (response) => void response.writeHead(429, { 'retry-after': until.toUTCString() }).end();
    expect(await deliver()).to.deep.equal({
      ...{ outcome: 'away', why: 'HTTP 429', restMs: until.getTime() - clock.now() },
    });
  });

  it('gives up after ten seconds a service that says nothing', async () => {
    service.answer = () => undefined;
    const delivered = deliver();
    await eventually('it was asked', async () => service.heard.length === 1);
    await clock.pass(10_000);
    expect(await delivered).to.deep.equal({ outcome: 'away', why: 'no answer in 10 s' });
  });

  it('does not read an answer without end', async () => {
    let open: ServerResponse | undefined;
    service.answer = (response) => {
      open = response;
      response.writeHead(201).write('x'.repeat(100_000));
    };
    const delivered = deliver();
    await eventually('it was asked', async () => open !== undefined);
    // By what it has read, or by the time.
    await clock.pass(10_000);
    expect((await delivered).outcome).to.be.oneOf(['sent', 'away']);
  });

  it('knows that nobody is there', async () => {
    const endpoint = service.endpoint('ana');
    await service.close();
    expect(await deliver(endpoint)).to.deep.equal({ outcome: 'away', why: 'ECONNREFUSED' });
  });

  it('asks nobody whom the settings do not allow any more', async () => {
    expect(await deliver(service.endpoint('ana'), pushSettings())).to.deep.equal({ outcome: 'gone' });
    expect(service.heard).to.deep.equal([]);
  });

  it('goes to no address of this machine, though an allowed name leads there', async () => {
    const settings = { ...pushSettings(), hosts: ['localhost'] };
    expect(await deliver('https://localhost/send/ana', settings)).to.deep.equal({
      ...{ outcome: 'away', why: 'leads inside' },
    });
  });
});
