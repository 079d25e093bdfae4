/** How people are reached, and how often. */
export type { MessengerConfig as MessengerSettings } from '../../../shared/config/config.ts';
