import { inMode } from '../system/modes.ts';
import { type System, startSystem } from '../system/system.ts';
import { type FakeTwilio, startFakeTwilio } from './twilio.ts';

/** A portal in one process that sends its messages to an imitation of Twilio's API. */
export const withMessenger = (
  title: string,
  env: Record<string, string>,
  define: (portal: { system(): System; twilio(): FakeTwilio }) => void,
): void => {
  inMode('embedded', title, () => {
    let system: System | undefined;
    let twilio: FakeTwilio | undefined;
    before(async () => {
      twilio = await startFakeTwilio();
      system = await startSystem({
        mode: 'embedded',
        env: {
          ...{ SPACING_MS: '0', MESSENGER: 'twilio', TWILIO_URL: twilio.url, TWILIO_FROM: '+15005550006' },
          ...{ TWILIO_ACCOUNT_SID: twilio.account, TWILIO_AUTH_TOKEN: twilio.token },
          ...env,
        },
      });
    });
    after(async () => {
      await system?.stop();
      await twilio?.close();
    });
    const started = <T>(one: T | undefined): T => {
      if (one === undefined) throw new Error('nothing has started');
      return one;
    };
    define({ system: () => started(system), twilio: () => started(twilio) });
  });
};
