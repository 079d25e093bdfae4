import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { listDeadPushes, pushAgain } from '../../../../services/accounts/push/dead-pushes.ts';
import type { Delivered } from '../../../../services/accounts/push/deliver.ts';
import { createDeliverer } from '../../../../services/accounts/push/deliver.ts';
import { samplePushes } from '../../../../services/accounts/push/metrics.ts';
import { purgePushes } from '../../../../services/accounts/push/outbox.ts';
import { createRests, type Rests } from '../../../../services/accounts/push/rests.ts';
import { sendDue } from '../../../../services/accounts/push/send-due.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { playBrowser } from '../../../support/push/browser.ts';
import { startPushService } from '../../../support/push/push-service.ts';
import { pushSettings, vapid } from '../../../support/push/settings.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { createPerson } from '../support/people.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SENT: Delivered = { outcome: 'sent' };
const AWAY: Delivered = { outcome: 'away', why: 'HTTP 500' };

describe('Sending notices to browsers', () => {
  const database = useDatabase('accounts');
  let clock: FakeClock;
  let rests: Rests;
  let ends: Delivered[];
  let sent: string[];
  let results: string[];
  let userId: string;
  beforeEach(async () => {
    clock = createFakeClock(Date.parse('2026-11-26T17:00:00Z'));
    [rests, ends, sent, results] = [createRests(), [], [], []];
    userId = (await createPerson(database.fork())).id;
  });

  const now = () => new Date(clock.now());
  const browser = async (host = 'one.example'): Promise<string> => {
    const id = randomUUID();
    await database.query(
      `insert into accounts.push_subscriptions (id, user_id, endpoint, host, p256dh, auth, server_key, user_agent,
         created_at, seen_at) values ($1, $2, $3, $4, 'p', 'a', 's', '', $5, $5)`,
      [id, userId, `https://${host}/${id}`, host, now()],
    );
    return id;
  };
  const queue = async (host?: string, to?: string): Promise<string> => {
    const id = randomUUID();
    await database.query(
      `insert into accounts.pushes (id, subscription_id, kind, state, created_at, expires_at, due_at)
       values ($1, $2, 'answer', 'waiting', $3, $4, $3)`,
      [id, to ?? (await browser(host)), now(), new Date(clock.now() + 3 * DAY_MS)],
    );
    return id;
  };
  const options = () => ({
    ...{ fork: () => database.fork(), clock, rests, count: (result: string) => void results.push(result) },
    log: { warn: () => undefined, error: () => undefined },
    deliver: async ({ id }: { id: string }) => {
      sent.push(id);
      return ends.shift() ?? SENT;
    },
  });
  const send = () => sendDue(options());
  const sendIn = async (ms: number) => {
    await clock.pass(ms);
    await send();
  };
  const pushes = () =>
    database.query<{ state: string; tries: number; error: string }>(
      'select state, tries, error from accounts.pushes order by created_at',
    );
  const browsers = async () => (await database.query('select 1 from accounts.push_subscriptions')).length;

  it('sends what waits once, keeps nothing of it, and notes when the browser was last told', async () => {
    await queue();
    await send();
    await sendIn(MINUTE_MS);
    expect(sent).to.have.length(1);
    expect(await pushes()).to.deep.equal([]);
    const rows = await database.query<{ at: Date }>(
      'select last_ok_at as at from accounts.push_subscriptions',
    );
    expect(rows[0]?.at.getTime()).to.equal(clock.now() - MINUTE_MS);
  });

  it('sends each once also when several processes send', async () => {
    for (let number = 0; number < 25; number += 1) await queue();
    await Promise.all(Array.from({ length: 6 }, send));
    expect(sent).to.have.length(25);
    expect(new Set(sent).size).to.equal(25);
  });

  it('sends again what a process took that died with it', async () => {
    await queue();
    const died = sendDue({ ...options(), deliver: () => new Promise(() => undefined) });
    void died;
    await clock.pass(0);
    while ((await pushes())[0]?.tries !== 1) await new Promise((resolve) => setImmediate(resolve));
    await sendIn(30_000);
    expect(sent).to.deep.equal([]);
    await sendIn(31_000);
    expect(sent).to.have.length(1);
  });

  it('forgets a browser that is gone, with all that waits for it', async () => {
    const to = await browser();
    await queue(undefined, to);
    await queue(undefined, to);
    ends = [{ outcome: 'gone' }, { outcome: 'gone' }];
    await send();
    expect([await browsers(), await pushes()]).to.deep.equal([0, []]);
  });

  it('loses nothing while a service is away, counts no try for it, and lets the others go on', async () => {
    await queue('one.example');
    ends = [AWAY];
    await send();
    const other = await queue('two.example');
    await sendIn(2_000);
    expect(sent.at(-1)).to.equal(other);
    expect(await pushes()).to.deep.equal([{ state: 'waiting', tries: 0, error: 'HTTP 500' }]);
    ends = Array.from({ length: 20 }, () => AWAY);
    for (let minute = 0; minute < 60; minute += 1) await sendIn(MINUTE_MS);
    expect((await pushes())[0]).to.include({ state: 'waiting', tries: 0 });
    ends = [];
    await sendIn(5 * MINUTE_MS);
    expect(await pushes()).to.deep.equal([]);
  });

  it('hands nothing to a service that is away, however much waits for it', async () => {
    for (let number = 0; number < 30; number += 1) await queue();
    ends = Array.from({ length: 30 }, () => AWAY);
    await send();
    await send();
    await sendIn(4_000);
    expect(sent).to.have.length(10);
    await sendIn(1_000);
    expect(sent).to.have.length(20);
  });

  it('waits for as long as a service says', async () => {
    await queue();
    ends = [{ outcome: 'away', why: 'HTTP 429', restMs: 120_000 }];
    await send();
    await sendIn(119_000);
    expect(sent).to.have.length(1);
    await sendIn(1_000);
    expect(sent).to.have.length(2);
  });

  it('puts aside at once what is refused, and after ten tries what fails; an operator sees which, of whom and why', async () => {
    const refused = await queue('one.example');
    ends = [{ outcome: 'refused', why: 'HTTP 413' }];
    await send();
    await queue('two.example');
    ends = Array.from({ length: 10 }, () => ({ outcome: 'failed' as const, why: 'HTTP 403' }));
    for (let hour = 0; hour < 12; hour += 1) await sendIn(60 * MINUTE_MS);
    const dead = await listDeadPushes(database.fork());
    expect(dead.map(({ error, tries, userId: whose }) => [error, tries, whose])).to.deep.equal([
      ['answer: HTTP 413', 1, userId],
      ['answer: HTTP 403', 10, userId],
    ]);
    expect(dead[0]?.id).to.equal(`push-${refused}`);

    expect(
      await pushAgain(database.fork(), ['accounts-1', 'push-x', `push-${refused}`], now()),
    ).to.deep.equal({
      ...{ sent: 1, userIds: [userId] },
    });
    await send();
    expect(await listDeadPushes(database.fork())).to.have.length(1);
    expect((await pushAgain(database.fork(), 'all', now())).sent).to.equal(1);
  });

  it('puts aside what is no news any more, and forgets it after a month', async () => {
    await queue();
    await sendIn(3 * DAY_MS);
    expect(results).to.deep.equal(['late']);
    expect(await pushes()).to.deep.equal([{ state: 'failed', tries: 0, error: 'too late' }]);
    await clock.pass(31 * DAY_MS);
    await purgePushes(database.fork(), now());
    expect(await pushes()).to.deep.equal([]);
  });

  it('is counted: what waits and for how long, what was put aside, and how many are told', async () => {
    await queue('one.example');
    ends = [{ outcome: 'refused', why: 'HTTP 400' }];
    await send();
    await queue('two.example');
    await clock.pass(90_000);
    expect(await samplePushes(database.fork(), now())).to.deep.equal({
      ...{ waiting: 1, oldestS: 90, dead: 1, browsers: 2 },
    });
  });

  it('reaches a real browser’s keys by a real push service', async () => {
    const service = await startPushService();
    const played = playBrowser();
    const { endpoint, keys } = played.subscription(service.endpoint('ana'));
    const to = await browser('127.0.0.1');
    await database.query(
      'update accounts.push_subscriptions set endpoint = $2, p256dh = $3, auth = $4 where id = $1',
      [to, endpoint, keys.p256dh, keys.auth],
    );
    await queue(undefined, to);
    const settings = pushSettings({ PUSH_LOOPBACK: '1' });
    const { deliver, close } = createDeliverer({ settings, vapid });
    try {
      await sendDue({ ...options(), deliver });
    } finally {
      await close();
      await service.close();
    }
    expect(service.heard.map(({ body }) => played.read(body))).to.deep.equal([{ kind: 'answer' }]);
    expect(await pushes()).to.deep.equal([]);
  });
});
