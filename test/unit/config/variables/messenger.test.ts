import { expect } from 'chai';
import { loadConfig } from '../../../../shared/config/load.ts';

const load = (env: Record<string, string>) => loadConfig(env, ['accounts']);
const problemOf = (env: Record<string, string>): string => {
  try {
    load(env);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const webhook = {
  MESSENGER: 'webhook',
  MESSENGER_WEBHOOK_URL: 'https://mensajes.example.com/censo',
  MESSENGER_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
};
const twilio = {
  MESSENGER: 'twilio',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'a-token',
  TWILIO_FROM: 'whatsapp:+573107654321',
};

describe('The configuration of messages', () => {
  it('has nobody who carries them unless told, and quiet hours from 20 to 8', () => {
    expect(load({}).messenger).to.include({ name: 'none', personDay: 8 });
    expect(load({}).messenger.quiet).to.deep.equal({ from: 20, to: 8 });
    expect(load({ MESSENGER_QUIET_HOURS: 'ninguna' }).messenger.quiet).to.equal(null);
  });

  it('takes a webhook and Twilio with all that they need', () => {
    expect(load(webhook).messenger.webhook.url).to.equal(webhook.MESSENGER_WEBHOOK_URL);
    const templates = `phone_code:HX${'a'.repeat(32)},erased:HX${'b'.repeat(32)}`;
    expect(load({ ...twilio, TWILIO_TEMPLATES: templates }).messenger.twilio.templates).to.have.keys(
      'phone_code',
      'erased',
    );
  });

  for (const [name, given] of [
    ...Object.keys(webhook).map((name) => [name, webhook] as const),
    ...Object.keys(twilio).map((name) => [name, twilio] as const),
  ]) {
    if (name === 'MESSENGER') continue;
    it(`asks for ${name}`, () => {
      expect(problemOf({ ...given, [name]: '' })).to.contain(name);
    });
  }

  const wrong: [string, Record<string, string>][] = [
    ['MESSENGER_WEBHOOK_URL', { ...webhook, MESSENGER_WEBHOOK_URL: 'http://mensajes.example.com' }],
    ['MESSENGER_WEBHOOK_URL', { ...webhook, MESSENGER_WEBHOOK_URL: 'file:///etc/passwd' }],
    ['MESSENGER_WEBHOOK_SECRET', { ...webhook, MESSENGER_WEBHOOK_SECRET: 'corto' }],
    ['TWILIO_URL', { ...twilio, TWILIO_URL: 'http://api.example.com' }],
    ['TWILIO_ACCOUNT_SID', { ...twilio, TWILIO_ACCOUNT_SID: 'AC../../otro' }],
    ['TWILIO_FROM', { ...twilio, TWILIO_FROM: 'Censo' }],
    ['TWILIO_TEMPLATES', { ...twilio, TWILIO_TEMPLATES: 'phone_code=HX1' }],
    ['MESSENGER_QUIET_HOURS', { MESSENGER_QUIET_HOURS: '25-8' }],
  ];
  for (const [name, env] of wrong) {
    it(`refuses ${name}=${env[name]}`, () => {
      expect(problemOf(env)).to.contain(name);
    });
  }

  it('lets no code into the log in production', () => {
    expect(problemOf({ NODE_ENV: 'production', MESSENGER: 'console' })).to.contain('MESSENGER=console');
  });

  it('never repeats a secret in what it says', () => {
    expect(problemOf({ ...webhook, MESSENGER_WEBHOOK_SECRET: 'whsec_secreto' })).not.to.contain('secreto');
  });
});
