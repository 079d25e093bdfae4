import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { type ErasedPerson, erasedPersonRule } from '../../../shared/contract/erasure.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';

/**
 * An erasure as one line, which says nothing of whom: in the log of accounts, and in the file beside a backup. Either brings
 * back a ledger that a restore has lost.
 */
export const ledgerLine = ({ personHash, erasedAt }: ErasedPerson): string =>
  `erased ${personHash} ${erasedAt}`;

const LINE = /\berased ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** Reads what a ledger's file or a log has; other lines say nothing. */
export const readLedgerLines = (text: string): ErasedPerson[] =>
  text.split('\n').flatMap((line) => {
    const [, personHash, erasedAt] = LINE.exec(line) ?? [];
    return erasedPersonRule.safeParse({ personHash, erasedAt }).data ?? [];
  });

/** The whole ledger, the longest ago first. */
export const exportLedger = async (em: EntityManager): Promise<string[]> => {
  const rows = await readRows(
    em,
    z.object({ personHash: z.string(), erasedAt: moment }),
    `select encode("person_hash", 'hex') as "personHash", "erased_at" as "erasedAt" from "accounts"."erasures"
     order by "erasures"."erased_at", "erasures"."id"`,
  );
  return rows.map(({ personHash, erasedAt }) => ledgerLine({ personHash, erasedAt: erasedAt.toISOString() }));
};
