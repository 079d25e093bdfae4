import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import {
  type ErasedPerson,
  type SealedErasure,
  sealedErasureRule,
} from '../../../shared/contract/erasure.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import type { LedgerKey } from './ledger-key.ts';

/**
 * An erasure as one line, which says nothing of whom: in the log of accounts, and in the file beside a backup. Either brings
 * back a ledger that a restore has lost. The seal says that the line is of accounts: a log has words of others too.
 */
export const ledgerLine = (ledger: LedgerKey, erased: ErasedPerson): string =>
  lineOf({ ...erased, seal: ledger.seal(erased) });

/** The same with the seal that somebody else kept of it, or none. */
export const lineOf = ({ personHash, erasedAt, seal }: SealedErasure): string =>
  `erased ${personHash} ${erasedAt} ${seal ?? UNSEALED}`;

const UNSEALED = 'sin-sello';

/** The whole line, from its beginning. */
const LINE =
  /^erased ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)(?: ([0-9a-f]{64})| sin-sello)?$/;
/** As the log begins a line in development; in production each is a JSON object. */
const DEVELOPMENT = /^\[[\d:.TZ-]+\] INFO {2}ACCOUNTS: /;
const jsonLine = z.object({ msg: z.string(), mod: z.literal('accounts') });

/** What `line` says itself, without what the log puts before it. */
const messageOf = (line: string): string => {
  if (line.startsWith('{')) {
    try {
      return jsonLine.safeParse(JSON.parse(line)).data?.msg ?? '';
    } catch {
      return '';
    }
  }
  return line.replace(DEVELOPMENT, '');
};

/** What is called an erasure anywhere in a line. */
const CLAIM = /\berased [0-9a-f]{64}\b/;

/**
 * Reads what a ledger's file or a log of accounts has; other lines say nothing. A line that has one in its middle is refused:
 * somebody may have had it written there.
 */
export const readLedgerLines = (text: string): { told: SealedErasure[]; refused: number } => {
  const told: SealedErasure[] = [];
  let refused = 0;
  for (const line of text.split(/\r?\n/)) {
    const [, personHash, erasedAt, seal = null] = LINE.exec(messageOf(line)) ?? [];
    const { data } = sealedErasureRule.safeParse({ personHash, erasedAt, seal });
    if (data !== undefined) told.push(data);
    else if (CLAIM.test(line)) refused += 1;
  }
  return { told, refused };
};

/** The whole ledger, the longest ago first. */
export const exportLedger = async (em: EntityManager, ledger: LedgerKey): Promise<string[]> => {
  const rows = await readRows(
    em,
    z.object({ personHash: z.string(), erasedAt: moment }),
    `select encode("person_hash", 'hex') as "personHash", "erased_at" as "erasedAt" from "accounts"."erasures"
     order by "erasures"."erased_at", "erasures"."id"`,
  );
  return rows.map(({ personHash, erasedAt }) =>
    ledgerLine(ledger, { personHash, erasedAt: erasedAt.toISOString() }),
  );
};
