import { expect } from 'chai';
import type { Carried, Carrier, Found } from '../../../../services/accounts/messenger/carriers/carrier.ts';
import { createTwilio } from '../../../../services/accounts/messenger/carriers/twilio.ts';
import { listDeadMessages, sendAgain } from '../../../../services/accounts/messenger/dead-messages.ts';
import { claimMessages, purgeMessages } from '../../../../services/accounts/messenger/outbox.ts';
import { type Message, queueMessage } from '../../../../services/accounts/messenger/queue-message.ts';
import { sendDue } from '../../../../services/accounts/messenger/send-due.ts';
import { failureOf } from '../../../support/failures.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { startFakeTwilio } from '../../../support/messenger/twilio.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { messengerSettings } from '../support/messenger.ts';
import { createPerson } from '../support/people.ts';

const MINUTE_MS = 60_000;
const SENT: Carried = { outcome: 'sent' };
const UNKNOWN: Carried = { outcome: 'unknown', why: 'no answer' };
const AWAY: Carried = { outcome: 'away', why: 'HTTP 401 20003' };
const REFUSED: Carried = { outcome: 'refused', why: 'HTTP 400 21211' };
const FAILED: Carried = { outcome: 'failed', why: 'HTTP 400 21606' };

describe('Sending messages', () => {
  const database = useDatabase('accounts');
  let clock: FakeClock;
  let carried: string[];
  let results: string[];
  let ends: Carried[];
  let found: Found;
  beforeEach(() => {
    clock = createFakeClock(Date.parse('2026-11-26T17:00:00Z'));
    [carried, results, ends, found] = [[], [], [], 'absent'];
  });

  const carrier: Carrier = {
    name: 'script',
    async carry({ id }) {
      carried.push(id);
      return ends.shift() ?? SENT;
    },
    find: async () => found,
    probe: async () => ({ detail: '', problem: null }),
  };
  const send = (by: Carrier = carrier) =>
    sendDue({
      fork: () => database.fork(),
      ...{ carrier: by, clock, count: (result) => void results.push(result) },
      log: { warn: () => undefined, error: () => undefined },
    });
  const sendIn = async (ms: number): Promise<void> => {
    await clock.pass(ms);
    await send().catch(() => undefined);
  };
  const queue = (message: Partial<Message> = {}) =>
    database.fork().transactional((tx) =>
      queueMessage(
        tx,
        messengerSettings,
        {
          ...{ userId: null, phone: '+573107654321', kind: 'phone_code', urgent: true },
          data: { code: '123456', ending: '21' },
          ...message,
        },
        new Date(clock.now()),
      ),
    );
  const notice = { kind: 'phone_changed', urgent: false } as const;
  const messages = () =>
    database.query<{
      state: string;
      phone: string | null;
      body: string | null;
      code: string | null;
      error: string;
    }>('select state, phone, body, code, error, tries from accounts.messages order by created_at');

  it('sends what waits once, and forgets the number and the code', async () => {
    await queue();
    await send();
    await sendIn(MINUTE_MS);
    expect(carried).to.have.length(1);
    expect(await messages()).to.deep.equal([
      { state: 'sent', phone: null, body: null, code: null, error: null, tries: 1 },
    ]);
  });

  it('sends each once also when several processes send', async () => {
    for (let number = 10; number < 30; number += 1) await queue({ phone: `+5731076543${number}` });
    await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(carried).to.have.length(20);
    expect(new Set(carried).size).to.equal(20);
  });

  it('sends urgent ones first', async () => {
    await queue(notice);
    await queue();
    const [first] = await claimMessages(database.fork(), 1, new Date(clock.now()));
    expect(first?.kind).to.equal('phone_code');
  });

  it('loses nothing while the carrier is away, and counts no try for it', async () => {
    await queue(notice);
    ends = Array.from({ length: 40 }, () => AWAY);
    for (let minute = 0; minute < 40; minute += 1) await sendIn(MINUTE_MS);
    expect((await messages())[0]).to.include({ state: 'waiting', tries: 0 });
    await sendIn(MINUTE_MS);
    expect((await messages())[0]?.state).to.equal('sent');
  });

  it('lets others pass before it tries again what it could not send', async () => {
    for (let number = 10; number < 15; number += 1) await queue({ phone: `+5731076543${number}` });
    ends = Array.from({ length: 5 }, () => AWAY);
    await send().catch(() => undefined);
    const before = new Set(carried);
    await queue({ phone: '+573107654399' });
    await sendIn(2_000);
    expect(carried.filter((id) => !before.has(id))).to.have.length(1);
    expect(carried).to.have.length(6);
  });

  it('goes on at once while the carrier takes some of what it is given', async () => {
    for (let number = 10; number < 15; number += 1) await queue({ phone: `+5731076543${number}` });
    ends = [AWAY, AWAY, SENT, AWAY, AWAY];
    expect(await send()).to.equal(true);
  });

  it('stops asking a carrier that is away: the round fails, and its loop rests', async () => {
    await queue();
    ends = [AWAY];
    expect(await failureOf(send())).to.have.property('message', 'HTTP 401 20003');
  });

  it('asks before it sends again what may have gone, and does not when it has', async () => {
    await queue();
    ends = [UNKNOWN];
    await send();
    found = 'sent';
    await sendIn(MINUTE_MS);
    await sendIn(MINUTE_MS);
    expect(carried).to.have.length(1);
    expect((await messages())[0]?.state).to.equal('sent');
    expect(results).to.deep.equal(['unknown', 'found']);
  });

  it('sends it again, under its own id, when it has not gone', async () => {
    await queue();
    ends = [UNKNOWN];
    await send();
    await sendIn(MINUTE_MS);
    await sendIn(MINUTE_MS);
    expect(carried).to.have.length(2);
    expect(new Set(carried).size).to.equal(1);
  });

  it('sends nothing in its place while nobody says whether it has gone', async () => {
    await queue();
    [ends, found] = [[UNKNOWN], 'away'];
    await send();
    for (let minute = 0; minute < 14; minute += 1) await sendIn(MINUTE_MS);
    expect(carried).to.have.length(1);
    await sendIn(2 * MINUTE_MS);
    expect((await messages())[0]).to.include({ state: 'expired', code: null });
  });

  it('takes what a process that died had in its hands for one that may have gone', async () => {
    await queue();
    await claimMessages(database.fork(), 5, new Date(clock.now()));
    await sendIn(30_000);
    expect(carried, 'it may still be at it').to.have.length(0);
    found = 'sent';
    await sendIn(MINUTE_MS);
    expect(carried).to.have.length(0);
    expect((await messages())[0]?.state).to.equal('sent');
  });

  it('forgets a code that nobody needs any more, and tries it no longer', async () => {
    await queue();
    await sendIn(15 * MINUTE_MS);
    expect(carried).to.have.length(0);
    expect((await messages())[0]).to.include({ state: 'expired', phone: null, code: null });
  });

  it('forgets a code whose number gets none', async () => {
    await queue();
    ends = [REFUSED];
    await send();
    expect((await messages())[0]).to.include({
      state: 'expired',
      phone: null,
      error: 'HTTP 400 21211',
    });
  });

  describe('puts aside', () => {
    const dead = () => listDeadMessages(database.fork());

    it('a notice whose number gets none, for operators, who see neither number nor words', async () => {
      const { id: userId } = await createPerson(database.fork());
      await queue({ ...notice, userId });
      ends = [REFUSED];
      await send();
      const [letter] = await dead();
      expect(letter).to.include({
        event: 'message',
        userId,
        error: 'phone_changed: HTTP 400 21211',
        tries: 1,
      });
      expect(JSON.stringify(letter)).not.to.match(/310 ?765/);
    });

    it('one that fails ten times, and sends it when an operator says so', async () => {
      await queue(notice);
      ends = Array.from({ length: 10 }, () => FAILED);
      for (let hour = 0; hour < 10; hour += 1) await sendIn(60 * MINUTE_MS);
      const [letter] = await dead();
      expect(letter?.tries).to.equal(10);
      await sendAgain(database.fork(), ['accounts-1', letter?.id ?? ''], new Date(clock.now()));
      await send();
      expect(await dead()).to.deep.equal([]);
      expect((await messages())[0]?.state).to.equal('sent');
    });

    it('one that could not be sent for three days', async () => {
      await queue(notice);
      ends = Array.from({ length: 80 }, () => AWAY);
      for (let hour = 0; hour < 73; hour += 1) await sendIn(60 * MINUTE_MS);
      expect(await dead()).to.have.length(1);
      expect(await sendAgain(database.fork(), 'all', new Date(clock.now()))).to.include({ sent: 1 });
      ends = [];
      await send();
      expect(await dead()).to.deep.equal([]);
    });

    it('and removes it after thirty days, as what was sent after seven', async () => {
      await queue();
      await queue(notice);
      ends = [SENT, REFUSED];
      await send();
      const after = (days: number) =>
        purgeMessages(database.fork(), new Date(clock.now() + days * 86_400_000));
      await after(8);
      expect((await messages()).map(({ state }) => state)).to.deep.equal(['failed']);
      await after(31);
      expect(await messages()).to.deep.equal([]);
      expect(await database.query('select 1 from accounts.message_counts')).to.deep.equal([]);
    });
  });

  it('says nothing to a phone whose owner was erased while it waited', async () => {
    const { id: userId } = await createPerson(database.fork());
    await queue({ ...notice, userId });
    await database.query('delete from accounts.users where id = $1', [userId]);
    await send();
    expect(carried).to.have.length(0);
  });

  describe('by Twilio', () => {
    it('never sends a message twice that went without an answer', async () => {
      const api = await startFakeTwilio(() => clock.now());
      const { account, token, url: baseUrl } = api;
      const twilio = createTwilio({ account, token, baseUrl, from: '+15005550006', templates: {}, clock });
      await queue();
      api.mood = 'cut';
      await send(twilio);
      api.mood = 'success';
      for (let minute = 0; minute < 5; minute += 1) {
        await clock.pass(MINUTE_MS);
        await send(twilio);
      }
      await api.close();
      expect(api.messages).to.have.length(1);
      expect(api.calls).to.deep.equal({ send: 1, list: 1 });
      expect((await messages())[0]?.state).to.equal('sent');
    });
  });
});
