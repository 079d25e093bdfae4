import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import type { Envelope } from '../../../../../services/accounts/messenger/carriers/carrier.ts';
import { createWebhook } from '../../../../../services/accounts/messenger/carriers/webhook.ts';
import { eventually } from '../../../../support/eventually.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import {
  type Heard,
  type LocalServer,
  startLocalServer,
} from '../../../../support/messenger/local-server.ts';

const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;
const message: Envelope = {
  id: '7f0c6a3e-1f5b-4d0e-9a52-0d5f7a3c9b11',
  kind: 'phone_code',
  phone: '+573107654321',
  body: 'Censo Vivo: su código es 123456.',
  code: '123456',
};

describe('Messages by a webhook', () => {
  let server: LocalServer;
  let heard: Heard[];
  let answer: (response: ServerResponse, request: Heard) => void;
  beforeEach(async () => {
    heard = [];
    answer = (response) => void response.writeHead(204).end();
    server = await startLocalServer((request, response) => {
      heard.push(request);
      answer(response, request);
    });
  });
  afterEach(() => server.close());

  const carry = (given: Partial<Envelope> = {}) =>
    createWebhook({ url: `${server.url}/mensajes?de=censo`, secret }).carry({ ...message, ...given });

  it('are posted to the operator’s address as JSON, signed over their id, time and body', async () => {
    expect(await carry()).to.deep.equal({ outcome: 'sent' });
    const [request] = heard;
    const { id, kind, phone, body: text } = message;
    expect(JSON.parse(request?.body ?? '')).to.deep.equal({ type: 'message', id, kind, phone, text });
    expect(request?.url.pathname).to.equal('/mensajes');
    const signed = `${id}.${request?.headers['webhook-timestamp']}.${request?.body}`;
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    expect(request?.headers).to.include({ 'webhook-id': id, 'webhook-signature': `v1,${signature}` });
  });

  it('have the same id each time, by which the operator knows a second sending', async () => {
    await carry();
    await carry();
    expect(heard.map(({ headers }) => headers['webhook-id'])).to.deep.equal([message.id, message.id]);
  });

  const statuses: [number, object][] = [
    [200, { outcome: 'sent' }],
    [422, { outcome: 'refused', why: 'HTTP 422' }],
    [400, { outcome: 'failed', why: 'HTTP 400' }],
    [404, { outcome: 'failed', why: 'HTTP 404' }],
    [409, { outcome: 'failed', why: 'HTTP 409' }],
    [410, { outcome: 'failed', why: 'HTTP 410' }],
    [403, { outcome: 'away', why: 'HTTP 403' }],
    [429, { outcome: 'away', why: 'HTTP 429' }],
    [500, { outcome: 'away', why: 'HTTP 500' }],
  ];
  for (const [status, outcome] of statuses) {
    it(`that are answered with ${status} end as ${JSON.stringify(outcome)}`, async () => {
      answer = (response) => void response.writeHead(status).end('palabras');
      expect(await carry()).to.deep.equal(outcome);
    });
  }

  it('may have gone when no answer comes in time, also when one drips', async () => {
    for (const begin of [
      () => undefined,
      (response: ServerResponse) => void response.writeHead(200).write('.'),
    ]) {
      answer = begin;
      const clock = createFakeClock();
      const before = heard.length;
      const carried = createWebhook({ url: server.url, secret, clock }).carry(message);
      await eventually('it was heard', () => heard.length > before);
      expect(await clock.run(carried)).to.deep.equal({ outcome: 'unknown', why: 'no answer in 10 s' });
    }
  });

  it('are not held up by an answer without an end', async () => {
    answer = (response) => {
      response.writeHead(200);
      const more = (): void => {
        if (response.write('x'.repeat(65_536))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
    expect(await carry()).to.deep.equal({ outcome: 'sent' });
  });

  it('go to nobody else: a redirect is not followed', async () => {
    let others = 0;
    const other = await startLocalServer((_request, response) => {
      others += 1;
      response.end();
    });
    answer = (response) => void response.writeHead(307, { location: other.url }).end();
    expect(await carry()).to.deep.equal({ outcome: 'away', why: 'HTTP 307' });
    expect(others).to.equal(0);
    await other.close();
  });

  it('say what a person typed as text, whatever it looks like', async () => {
    const body = 'a","phone":"+1900\r\nwebhook-id: otro\r\n\r\n{"type":"ping"}';
    await carry({ body });
    const [request] = heard;
    expect(JSON.parse(request?.body ?? '')).to.include({ phone: message.phone, text: body, type: 'message' });
    expect(request?.headers['webhook-id']).to.equal(message.id);
    expect(heard).to.have.length(1);
  });

  it('can be asked for without one', async () => {
    expect((await createWebhook({ url: server.url, secret }).probe()).problem).to.equal(null);
    expect(JSON.parse(heard[0]?.body ?? '')).to.deep.equal({ type: 'ping' });
    answer = (response) => void response.writeHead(401).end();
    expect((await createWebhook({ url: server.url, secret }).probe()).problem).to.be.a('string');
  });
});
