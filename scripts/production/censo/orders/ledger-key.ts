import { createLedgerKey, type LedgerKey } from '../../../../services/accounts/erasure/ledger-key.ts';
import { keptFactorKey } from '../../../../services/accounts/factors/factor-key.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { AppError } from '../../../../shared/errors.ts';

/**
 * What accounts writes its ledger of erasures with.
 *
 * @throws AppError `factor_key_missing`: one that was made here would seal what accounts does not know
 */
export const ledgerKeyOf = async ({ factors, dataDir }: Config): Promise<LedgerKey> => {
  if (factors.keys !== undefined) return createLedgerKey(factors.keys);
  const kept = await keptFactorKey(dataDir);
  if (kept === null)
    throw new AppError(
      'factor_key_missing',
      'Falta FACTOR_KEY, con la que accounts sella los borrados: dé la misma que tiene accounts, o ejecute la orden donde corre (o con su DATA_DIR).',
    );
  return createLedgerKey([kept]);
};
