import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { SealedErasure } from '../../../shared/contract/erasure.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import type { LedgerKey } from './ledger-key.ts';

/** So many people at once go by what somebody else remembers; for more an operator is asked. */
export const MOST_AT_ONCE = 20;

/** What somebody else remembers of erasures that this ledger does not know. */
export interface Unknown {
  /** Accounts made their seal: it erased them, and lost that. By the hash, for whoever tells it may do so often. */
  sealed: Map<string, Weighed>;
  /** Nobody says so but whoever tells it; of the others nobody needs to know. */
  unsealed: Map<string, Weighed>;
}

/** With whether they have an account here, and would lose it. */
type Weighed = SealedErasure & { isHere: boolean };

export const nothingUnknown = (): Unknown => ({ sealed: new Map(), unsealed: new Map() });

export const countHere = (weighed: Unknown['sealed']): number =>
  [...weighed.values()].filter(({ isHere }) => isHere).length;

/** Weighs what is told, some at a time, into `unknown`: what the ledger has already is left out. */
export const weighTold = async (
  em: EntityManager,
  ledger: LedgerKey,
  told: readonly SealedErasure[],
  unknown: Unknown,
): Promise<void> => {
  const hashes = await hashesWhere(
    em,
    `not exists (select 1 from "accounts"."erasures" where "person_hash" = decode(value, 'hex'))`,
    told.map(({ personHash }) => personHash),
  );
  // Everybody's hash is counted for this: seldom is there anything that is not known.
  const here =
    hashes.length === 0
      ? []
      : await hashesWhere(
          em,
          `decode(value, 'hex') in (select sha256(convert_to("id"::text, 'UTF8')) from "accounts"."users")`,
          hashes,
        );
  const isUnknown = new Set(hashes);
  const isHere = new Set(here);
  for (const one of told) {
    const { personHash } = one;
    if (!isUnknown.has(personHash)) continue;
    const weighed = { ...one, isHere: isHere.has(personHash) };
    // A line may come twice, and one of them unsealed.
    if (ledger.isSealed(one)) {
      unknown.sealed.set(personHash, weighed);
      unknown.unsealed.delete(personHash);
    } else if (!unknown.sealed.has(personHash)) unknown.unsealed.set(personHash, weighed);
  }
};

const hashesWhere = async (
  em: EntityManager,
  where: string,
  hashes: readonly string[],
): Promise<string[]> => {
  const rows = await readRows(
    em,
    z.object({ hash: z.string() }),
    `select distinct value as "hash" from jsonb_array_elements_text(?::jsonb) where ${where}`,
    [JSON.stringify(hashes)],
  );
  return rows.map(({ hash }) => hash);
};

/**
 * Takes erasures into the ledger, without the cédula's hash and the consents, which only a newer state of this schema had.
 *
 * @returns how many were new
 */
export const learnErasures = async (em: EntityManager, told: readonly SealedErasure[]): Promise<number> => {
  if (told.length === 0) return 0;
  const rows = told.map((erased) => ({ id: randomUUID(), ...erased }));
  const added = await em.execute<object[]>(
    `insert into "accounts"."erasures" ("id", "person_hash", "erased_at", "reason")
     select distinct on ("personHash") "id", decode("personHash", 'hex'), "erasedAt", 'restored'
     from jsonb_to_recordset(?::jsonb) as "told" ("id" uuid, "personHash" text, "erasedAt" timestamptz)
     where not exists (
       select 1 from "accounts"."erasures" where "person_hash" = decode("told"."personHash", 'hex'))
     returning "id"`,
    [JSON.stringify(rows)],
  );
  return added.length;
};
