import { purposes } from '../../../shared/contract/consent.ts';
import type { Given } from './decisions.ts';

/** Version of the data policy that the register page shows; change it with the text. */
export const POLICY_VERSION = '2026-11-26';

/** Everything, on the page's text. */
export const wholeConsent: Pick<Given, 'purposes' | 'text' | 'channel'> = {
  purposes,
  text: { version: POLICY_VERSION, hash: null },
  channel: 'web',
};
