import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ErasureReason } from '../../../shared/contract/erasure.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import type { LedgerKey } from './ledger-key.ts';

/** Why somebody is erased, and who wants it. */
export interface Erasing {
  reason: ErasureReason;
  /** Null when it is the command line, or the portal itself. */
  by: Actor | null;
  /** In the words of whoever does it to somebody else. */
  why?: string;
  ip?: string;
  ledger: LedgerKey;
  /** How they are told, where there is a messenger. */
  messenger?: MessengerSettings;
}
