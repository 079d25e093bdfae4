import { createLedgerKey } from '../../../../services/accounts/erasure/ledger-key.ts';

/** What tests write the ledger of erasures with. */
export const ledger = createLedgerKey([Buffer.alloc(32, 7)]);
