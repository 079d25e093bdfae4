import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ErasureReason } from '../../../shared/contract/erasure.ts';
import { moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { record } from '../audit/audit.ts';
import type { LedgerKey } from './ledger-key.ts';

/** What the ledger says of one cédula. */
interface LedgerAnswer {
  /** Who had an account with it and was erased, the latest first. */
  erasures: { at: string; reason: ErasureReason }[];
  /** How many it has that came from another ledger, which says no cédula: one of them may be whoever is asked for. */
  withoutCedula: number;
}

/**
 * Whether somebody with this cédula was erased, when and why. The trail says that somebody asked, not for whom: it would name
 * the erased again.
 */
export const askLedger = async (
  em: EntityManager,
  ledger: LedgerKey,
  { cedula, ip }: { cedula: string; ip: string },
  now: Date,
): Promise<LedgerAnswer> => {
  const rows = await readRows(
    em,
    z.object({ at: moment, reason: word<ErasureReason>() }),
    `select "erased_at" as "at", "reason" from "accounts"."erasures"
     where "cedula_hash" in (select decode(value, 'hex') from jsonb_array_elements_text(?::jsonb))
     order by "erased_at" desc`,
    [JSON.stringify(ledger.cedulaHashes(cedula).map((hash) => hash.toString('hex')))],
  );
  const [without] = await readRows(
    em,
    z.object({ count: z.number() }),
    `select count(*)::int as "count" from "accounts"."erasures" where "cedula_hash" is null`,
  );
  await record(em, { actor: null, action: 'erasures.read', subjectIds: [], ip }, now);
  return {
    erasures: rows.map(({ at, reason }) => ({ at: at.toISOString(), reason })),
    withoutCedula: without?.count ?? 0,
  };
};
