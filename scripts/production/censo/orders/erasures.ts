import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { eraseAgain } from '../../../../services/accounts/erasure/erase-again.ts';
import {
  countHere,
  learnErasures,
  MOST_AT_ONCE,
  nothingUnknown,
  weighTold,
} from '../../../../services/accounts/erasure/learn-erasures.ts';
import { exportLedger, lineOf, readLedgerLines } from '../../../../services/accounts/erasure/ledger-lines.ts';
import { listErasures } from '../../../../services/census/erasure/erasures.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { ERASURES_PAGE, type SealedErasure } from '../../../../shared/contract/erasure.ts';
import { AppError } from '../../../../shared/errors.ts';
import { counted } from '../../../../shared/plural.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { checked } from './checked.ts';
import { ledgerKeyOf } from './ledger-key.ts';

/** At a time: one statement has them all. */
const PAGE = 1_000;

const exportRule = z.object({ deCenso: z.boolean().default(false) });
const importRule = z.object({
  hasta: z.coerce
    .number({ error: 'Debe ser un número de personas.' })
    .int({ error: 'Debe ser un número entero.' })
    .min(1, { error: 'Debe ser 1 o más.' })
    .default(MOST_AT_ONCE),
  sinSello: z.boolean().default(false),
});

/** Prints who was erased, by hashes that say nothing of whom: to be kept beside the backups. */
export const erasuresExport = async (config: Config, given: object): Promise<Result> => {
  const { deCenso } = checked(exportRule, given);
  const lines = deCenso ? await ofCensus(config) : await ofAccounts(config);
  return { lines, data: { erasures: lines.length } };
};

const ofAccounts = async (config: Config): Promise<string[]> => {
  const ledger = await ledgerKeyOf(config);
  return withDatabase(config, 'accounts', (fork) => exportLedger(fork(), ledger));
};

/** What the census remembers, with the seals that it was given. */
const ofCensus = (config: Config): Promise<string[]> =>
  withDatabase(config, 'census', async (fork) => {
    const lines: string[] = [];
    let after: SealedErasure | null = null;
    for (;;) {
      const page: SealedErasure[] = await listErasures(fork(), { after, limit: ERASURES_PAGE });
      lines.push(...page.map(lineOf));
      after = page.at(-1) ?? null;
      if (page.length < ERASURES_PAGE) return lines;
    }
  });

/**
 * Takes a ledger, or a log of accounts, from the standard input, and erases again whom a backup has brought back. What
 * accounts did not seal is left out, unless it is asked for.
 *
 * @throws AppError `too_many_erased`: more people than were said would go; nothing is done then
 */
export const erasuresImport = async (
  config: Config,
  given: object,
  stdin: Readable,
  now: Date,
): Promise<Result> => {
  const { hasta, sinSello } = checked(importRule, given);
  const ledger = await ledgerKeyOf(config);
  const { told, refused } = readLedgerLines(await text(stdin));
  const data = await withDatabase(config, 'accounts', async (fork) => {
    const unknown = nothingUnknown();
    for (let from = 0; from < told.length; from += PAGE)
      await weighTold(fork(), ledger, told.slice(from, from + PAGE), unknown);
    const { sealed, unsealed } = unknown;
    const going = countHere(sealed) + (sinSello ? countHere(unsealed) : 0);
    if (going > hasta) throw tooMany(going);
    const believed = [...sealed.values(), ...(sinSello ? unsealed.values() : [])];
    let learnt = 0;
    for (let from = 0; from < believed.length; from += PAGE)
      learnt += await learnErasures(fork(), believed.slice(from, from + PAGE));
    const unbelieved = sinSello ? 0 : unsealed.size;
    return {
      read: told.length,
      refused,
      unsealed: unbelieved,
      learnt,
      ...(await eraseAgain(fork, ledger, now)),
    };
  });
  const { read, unsealed, learnt, erased, left } = data;
  return {
    ok: left + refused + unsealed === 0,
    lines: [
      `Borrados leídos: ${read}; nuevos en el libro: ${learnt}; personas que un respaldo traía y se borraron de nuevo: ${erased}.`,
      ...(refused === 0
        ? []
        : [
            `Líneas rechazadas, porque dicen un borrado donde no va: ${refused}. Dé el registro sin prefijos, o mírelas.`,
          ]),
      ...(unsealed === 0
        ? []
        : [
            `Sin el sello de accounts, y por eso no se creen: ${unsealed}. Si FACTOR_KEY cambió, agregue la anterior y repita; si se perdió y el archivo es suyo, repita con --sin-sello.`,
          ]),
      ...(left === 0
        ? []
        : [`Quedan ${left}: nadie más administra el portal. Dé el rol ADMIN a otra persona y repita.`]),
    ],
    data,
  };
};

const tooMany = (going: number): AppError =>
  new AppError(
    'too_many_erased',
    `Esto borraría a ${counted(going, 'persona que tiene cuenta', 'personas que tienen cuenta')}, y no se borró a ninguna. Si restauró un respaldo y en este tiempo se borraron tantas, repita con --hasta ${going}.`,
  );
