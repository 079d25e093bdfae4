import type { MessengerConfig } from '../../../../shared/config/config.ts';
import type { Carrier } from './carrier.ts';
import { createConsole } from './console.ts';
import { createTwilio } from './twilio.ts';
import { createWebhook } from './webhook.ts';

/**
 * The carrier that MESSENGER names, which needs what the configuration was checked for.
 *
 * @returns null for `none`
 */
export const createCarrier = ({ name, webhook, twilio }: MessengerConfig): Carrier | null => {
  if (name === 'none') return null;
  if (name === 'console') return createConsole(console.log);
  if (name === 'webhook') {
    const { url = '', secret = '' } = webhook;
    return createWebhook({ url, secret });
  }
  const { account = '', token = '', from = '', templates, baseUrl } = twilio;
  return createTwilio({ account, token, from, templates, baseUrl });
};
