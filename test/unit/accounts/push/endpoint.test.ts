import { expect } from 'chai';
import { assertKey, hostOf } from '../../../../services/accounts/push/endpoint.ts';
import { refusalOf } from '../../../support/failures.ts';
import { playBrowser } from '../../../support/push/browser.ts';
import { pushSettings } from '../../../support/push/settings.ts';

const settings = pushSettings();
const refused = async (work: () => unknown): Promise<string> =>
  (await refusalOf(Promise.resolve().then(work))).code;

describe('Where a browser says that it takes pushes', () => {
  for (const endpoint of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/QO0',
    'https://wns2-bl2p.notify.windows.com/w/?token=abc',
  ])
    it(`may be ${new URL(endpoint).hostname}`, () => {
      expect(hostOf(endpoint, settings)).to.equal(new URL(endpoint).hostname);
    });

  for (const [what, endpoint] of [
    ['another server', 'https://attacker.example/push'],
    ['a name that ends alike', 'https://evilfcm.googleapis.com.attacker.example/'],
    ['a name that begins alike', 'https://fcm.googleapis.com.attacker.example/'],
    ['all of a service that is meant below its name', 'https://push.apple.com/x'],
    ['no HTTPS', 'http://fcm.googleapis.com/x'],
    ['another port', 'https://fcm.googleapis.com:8443/x'],
    ['somebody’s password', 'https://me:secret@fcm.googleapis.com/x'],
    ['a server behind an @', 'https://fcm.googleapis.com@attacker.example/x'],
    ['a fragment', 'https://fcm.googleapis.com/x#y'],
    ['this machine', 'https://127.0.0.1/x'],
    ['this machine by its name', 'https://localhost/x'],
    ['what clouds tell their machines', 'http://169.254.169.254/latest/meta-data/'],
    ['a file', 'file:///etc/passwd'],
    ['nothing', 'no es una dirección'],
  ] as const)
    it(`may not be ${what}`, async () => {
      expect(await refused(() => hostOf(endpoint, settings))).to.equal('push_service_unknown');
    });

  it('may be this machine only where the settings say so, whatever the port', async () => {
    const inside = pushSettings({ PUSH_LOOPBACK: '1' });
    expect(hostOf('http://127.0.0.1:9999/x', inside)).to.equal('127.0.0.1');
    expect(await refused(() => hostOf('http://10.0.0.1:9999/x', inside))).to.equal('push_service_unknown');
  });

  it('is nowhere where the operator wants no notices', async () => {
    const off = pushSettings({ PUSH_HOSTS: 'ninguno' });
    expect(await refused(() => hostOf('https://fcm.googleapis.com/x', off))).to.equal('push_service_unknown');
  });
});

describe('The key of a browser', () => {
  const { keys } = playBrowser().subscription('https://fcm.googleapis.com/x');

  it('is a point of the curve and 16 bytes', () => {
    expect(() => assertKey(keys)).not.to.throw();
  });

  for (const [what, wrong] of [
    ['no point of the curve', { p256dh: Buffer.alloc(65, 4).toString('base64url') }],
    [
      'a point that is pressed together',
      { p256dh: Buffer.concat([Buffer.from([2]), Buffer.alloc(32, 1)]).toString('base64url') },
    ],
    ['too short a secret', { auth: 'AAAA' }],
  ] as const)
    it(`is refused when it is ${what}`, async () => {
      expect(await refused(() => assertKey({ ...keys, ...wrong }))).to.equal('validation');
    });
});
