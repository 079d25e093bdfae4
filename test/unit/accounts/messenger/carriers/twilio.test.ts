import { expect } from 'chai';
import type { Envelope } from '../../../../../services/accounts/messenger/carriers/carrier.ts';
import { createTwilio } from '../../../../../services/accounts/messenger/carriers/twilio.ts';
import { eventually } from '../../../../support/eventually.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { type FakeTwilio, startFakeTwilio, type TwilioMood } from '../../../../support/messenger/twilio.ts';

const message: Envelope = {
  id: '7f0c6a3e-1f5b-4d0e-9a52-0d5f7a3c9b11',
  kind: 'phone_code',
  phone: '+573107654321',
  body: 'Censo Vivo: su código es 123456. Vence en 15 min.',
  code: '123456',
};
const TEMPLATE = `HX${'a'.repeat(32)}`;

describe('Messages by Twilio', () => {
  let api: FakeTwilio;
  beforeEach(async () => {
    api = await startFakeTwilio();
  });
  afterEach(() => api.close());

  const twilio = (options: Partial<Parameters<typeof createTwilio>[0]> = {}) => {
    const { account, token, url: baseUrl } = api;
    return createTwilio({ account, token, baseUrl, from: '+15005550006', templates: {}, ...options });
  };

  it('go out as an SMS with its words, accents and all', async () => {
    expect(await twilio().carry(message)).to.deep.equal({ outcome: 'sent' });
    const [sent] = api.messages;
    expect(sent).to.include({ to: message.phone, from: '+15005550006', body: message.body, template: null });
  });

  it('go out by WhatsApp with the template of their kind and the code in it', async () => {
    const from = 'whatsapp:+15005550006';
    await twilio({ from, templates: { phone_code: TEMPLATE } }).carry(message);
    const [sent] = api.messages;
    expect(sent).to.include({ to: `whatsapp:${message.phone}`, from, template: TEMPLATE });
    expect(sent?.body).to.contain('123456');
  });

  it('go out by a messaging service', async () => {
    const from = `MG${'b'.repeat(32)}`;
    await twilio({ from }).carry(message);
    expect(api.messages[0]?.from).to.equal(from);
  });

  const outcomes: [TwilioMood, object][] = [
    ['refused', { outcome: 'refused', why: 'HTTP 400 21211' }],
    ['odd', { outcome: 'failed', why: 'HTTP 400 21606' }],
    ['no balance', { outcome: 'away', why: 'HTTP 401 20003' }],
    ['too many', { outcome: 'away', why: 'HTTP 429 20429' }],
    ['down', { outcome: 'unknown', why: 'HTTP 503 20503' }],
    ['cut', { outcome: 'unknown', why: 'ECONNRESET' }],
  ];
  for (const [mood, outcome] of outcomes) {
    it(`that find it ${mood} end as ${JSON.stringify(outcome)}`, async () => {
      api.mood = mood;
      expect(await twilio().carry(message)).to.deep.equal(outcome);
    });
  }

  it('have not gone when nobody listens', async () => {
    const { url } = api;
    await api.close();
    expect(await twilio({ baseUrl: url }).carry(message)).to.deep.equal({
      outcome: 'away',
      why: 'ECONNREFUSED',
    });
  });

  it('that get no answer may have gone, which it says when it is asked', async () => {
    api.mood = 'slow';
    const clock = createFakeClock();
    const carried = twilio({ clock }).carry(message);
    await eventually('the message is there', () => api.messages.length === 1);
    expect(await clock.run(carried)).to.deep.equal({ outcome: 'unknown', why: 'no answer in 10 s' });
    expect(await twilio().find(message, new Date())).to.equal('sent');
  });

  it('are not taken for one to another number, of another code, or of long before', async () => {
    const others = [{ phone: '+573107654322' }, { body: 'Censo Vivo: su código es 654321.', code: '654321' }];
    for (const other of others) await twilio().carry({ ...message, ...other });
    expect(await twilio().find(message, new Date())).to.equal('absent');
    await twilio().carry(message);
    expect(await twilio().find(message, new Date(Date.now() + 3_600_000))).to.equal('absent');
  });

  it('are not said to be missing by an API that does not answer', async () => {
    api.answers = false;
    expect(await twilio().find(message, new Date())).to.equal('away');
  });

  it('give away neither the key nor what they say, whatever comes back', async () => {
    const carried = JSON.stringify(await twilio({ token: 'a-wrong-token' }).carry(message));
    expect(carried).to.equal('{"outcome":"away","why":"HTTP 401 20003"}');
  });

  it('can be asked for without one: whether the account is active', async () => {
    expect((await twilio().probe()).problem).to.equal(null);
    api.mood = 'no balance';
    expect((await twilio().probe()).problem).to.contain('saldo');
    expect((await twilio({ token: 'wrong' }).probe()).detail).to.contain('401');
    expect(api.calls.send).to.equal(0);
  });
});
