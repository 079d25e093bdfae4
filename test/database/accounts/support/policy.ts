import type { DecidedText, Given } from '../../../../services/accounts/consent/decisions.ts';
import { createSettled } from '../../../../services/accounts/consent/keep-current.ts';
import type { Sharing } from '../../../../services/accounts/referrals/shown.ts';
import { purposes } from '../../../../shared/contract/consent.ts';

/** The text that people of the tests decide on. */
export const text: DecidedText = { version: '2026-11-26b', hash: 'c0'.repeat(32) };

/** Everything, on that text. */
export const wholeConsent: Pick<Given, 'purposes' | 'text' | 'channel'> = { purposes, text, channel: 'web' };

/** Every decision counts, whatever the text. */
export const anyText: Sharing = {
  texts: { since: { policy: '', lookup: '', sharing: '' } },
  settled: createSettled(),
};
