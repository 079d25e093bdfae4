import { expect } from 'chai';
import type { StreamHub } from '../../../services/gateway/live/hub.ts';
import { AppError } from '../../../shared/errors.ts';
import { eventually } from '../../support/eventually.ts';
import { type PlayedApp, playApp } from './support/played-app.ts';

const EVENTS = '/api/v1/events';
const TOKEN = 'a'.repeat(43);
const asRosa = { headers: { cookie: `__Host-censo-session=${TOKEN}` } };

describe('Whoever opens a stream', () => {
  let app: PlayedApp;
  let isFull = false;
  let mustEnrol = false;
  const opened: unknown[] = [];
  let left = 0;
  const hub = {
    requireRoom: () => {
      if (isFull) throw new AppError('busy', 'Hay demasiadas conexiones.', { status: 503, retryAfterS: 30 });
    },
    retryMs: () => 2_000,
    open: (owner: unknown, _wire: unknown, lastId: string) => {
      opened.push({ owner, lastId });
      return () => {
        left += 1;
      };
    },
  } as unknown as StreamHub;
  const play = {
    'accounts.openSessions': ({ tokenHashes }: { tokenHashes: string[] }) =>
      tokenHashes.map((tokenHash) => ({ tokenHash, userId: 'rosa', role: 'USER', mustEnrol })),
  };

  before(async () => {
    app = await playApp(play, { production: true, proxyHops: 1 }, hub);
  });
  after(() => app.close());
  beforeEach(() => {
    isFull = false;
    mustEnrol = false;
    opened.length = 0;
    left = 0;
  });

  it('has one, of theirs, where they come from and behind what they had; and it is forgotten when they leave', async () => {
    const { headers } = asRosa;
    const stream = await app.open(`${EVENTS}?lastEventId=abc-4`, {
      headers: { ...headers, 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
    });
    expect(stream.statusCode).to.equal(200);
    expect(opened).to.deep.equal([
      {
        owner: { user: { id: 'rosa', role: 'USER' }, token: TOKEN, ip: '203.0.113.9' },
        lastId: 'abc-4',
      },
    ]);
    stream.destroy();
    await eventually('the stream is forgotten', () => (left === 1 ? true : undefined));
  });

  it('is told the same as by what goes the long way, also in what the browser may do with it', async () => {
    const [straight, mistyped] = await Promise.all([
      app.open(EVENTS, asRosa),
      app.open('/API/v1/events/', asRosa),
    ]);
    const toldOf = ({ headers: { date: _, 'x-request-id': id, ...told } }: typeof straight) => {
      expect(id).to.match(/^[\w-]{8,}$/);
      return told;
    };
    const told = toldOf(straight);
    expect(told).to.deep.equal(toldOf(mistyped));
    expect(told).to.include({
      'content-type': 'text/event-stream',
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
      'content-security-policy': "default-src 'none'",
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    straight.destroy();
    mistyped.destroy();
  });

  it('is refused in the API’s words: nobody, a cookie that opens nothing, who must set up a factor first, no room', async () => {
    const refused = async (asked?: { headers: Record<string, string> }) => {
      const { status, cookies, text } = await app.ask(EVENTS, asked);
      return { status, cookies: cookies.length, code: JSON.parse(text).error.code };
    };
    expect(await refused()).to.deep.equal({ status: 401, cookies: 0, code: 'unauthenticated' });
    const odd = { headers: { cookie: '__Host-censo-session=%00' } };
    expect(await refused(odd)).to.deep.equal({ status: 401, cookies: 1, code: 'unauthenticated' });
    mustEnrol = true;
    expect(await refused(asRosa)).to.deep.equal({ status: 403, cookies: 0, code: 'factor_needed' });
    mustEnrol = false;
    isFull = true;
    expect(await refused(asRosa)).to.deep.equal({ status: 503, cookies: 0, code: 'busy' });
    expect(opened).to.deep.equal([]);
  });

  it('hears of a refusal what they may do with it and when to come back, and nobody keeps it', async () => {
    isFull = true;
    const { headers } = await app.open(EVENTS, asRosa);
    expect(headers).to.include.keys('x-request-id');
    expect(headers).to.include({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '30',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'",
    });
  });

  it('goes the long way with a body, or what is no text', async () => {
    const sent = await app.ask(EVENTS, { method: 'GET', headers: { 'content-length': '2' }, body: '{}' });
    expect(sent.status).to.equal(401);
    expect((await app.ask(`${EVENTS}?x=%ff`, asRosa)).status).to.equal(400);
    expect((await app.ask(EVENTS, { method: 'POST' })).status).to.be.within(400, 499);
    expect(opened).to.deep.equal([]);
  });
});
