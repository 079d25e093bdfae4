/** Who may be sent to, and how often somebody is told. */
export type { PushConfig as PushSettings } from '../../../shared/config/config.ts';
