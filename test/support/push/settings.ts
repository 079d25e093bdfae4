import type { PushSettings } from '../../../services/accounts/push/settings.ts';
import type { Pushing } from '../../../services/accounts/push/subscriptions.ts';
import { loadConfig } from '../../../shared/config/load.ts';

/** As a start configures it. */
export const pushSettings = (env: Record<string, string> = {}): PushSettings =>
  loadConfig(env, ['accounts']).push;

/** Of nobody's portal. */
export const vapid: Pushing['vapid'] = {
  privateKey: 'wcBtOfGW8TcXmmQjEBzVlGGFqCLGV7hPhzD5tqQmCqg',
  publicKey: 'BFcfZBp8Zejj3rU_tTP3xmwiRiXUZvvJX3RgNwYhf5-LwALucHDRomyY3MlDQ9kJdNnlPQQZJTTSPOxtFotDTXU',
  subject: 'mailto:datos@example.org',
};
