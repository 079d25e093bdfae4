import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { eraseAgain } from '../../../../services/accounts/erasure/erase-again.ts';
import { learnErasures } from '../../../../services/accounts/erasure/learn-erasures.ts';
import { exportLedger, readLedgerLines } from '../../../../services/accounts/erasure/ledger-lines.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';

/** At a time: one statement has them all. */
const PAGE = 1_000;

/** Prints who was erased, by hashes that say nothing of whom: to be kept beside the backups. */
export const erasuresExport = async (config: Config): Promise<Result> => {
  const lines = await withDatabase(config, 'accounts', (fork) => exportLedger(fork()));
  return { lines, data: { erasures: lines.length } };
};

/** Takes a ledger, or a log of accounts, from the standard input, and erases again whom a backup has brought back. */
export const erasuresImport = async (config: Config, stdin: Readable, now: Date): Promise<Result> => {
  const told = readLedgerLines(await text(stdin));
  const data = await withDatabase(config, 'accounts', async (fork) => {
    let learnt = 0;
    for (let from = 0; from < told.length; from += PAGE)
      learnt += await learnErasures(fork(), told.slice(from, from + PAGE));
    return { read: told.length, learnt, ...(await eraseAgain(fork, now)) };
  });
  const { read, learnt, erased, left } = data;
  return {
    ok: left === 0,
    lines: [
      `Borrados leídos: ${read}; nuevos en el libro: ${learnt}; personas que un respaldo traía y se borraron de nuevo: ${erased}.`,
      ...(left === 0
        ? []
        : [`Quedan ${left}: nadie más administra el portal. Dé el rol ADMIN a otra persona y repita.`]),
    ],
    data,
  };
};
