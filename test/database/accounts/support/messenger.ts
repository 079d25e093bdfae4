import type { MessengerSettings } from '../../../../services/accounts/messenger/settings.ts';
import { loadConfig } from '../../../../shared/config/load.ts';

/** A messenger that writes to the terminal, as a start configures it. */
export const messengerSettings: MessengerSettings = loadConfig({ MESSENGER: 'console' }, [
  'accounts',
]).messenger;
