import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { isAppError } from '../../../shared/errors.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { eraseUser } from './erase-user.ts';
import type { LedgerKey } from './ledger-key.ts';

/** At a time: each is a transaction of its own. */
const MOST = 200;

/**
 * Erases again whom a backup has brought back: whoever is in the ledger and has an account. A person who registered anew
 * has another id, and is nobody of the ledger's. Whoever must not go now, as the last ADMIN, is left, and nobody who cannot
 * be erased keeps those after them here.
 *
 * @returns how many were erased, and how many were left
 */
export const eraseAgain = async (
  fork: () => EntityManager,
  ledger: LedgerKey,
  now: Date,
  failed: (userId: string, error: unknown) => void = () => {},
): Promise<{ erased: number; left: number }> => {
  let erased = 0;
  const left = new Set<string>();
  for (;;) {
    const back = (await broughtBack(fork(), MOST + left.size)).filter((userId) => !left.has(userId));
    if (back.length === 0) return { erased, left: left.size };
    for (const userId of back) {
      try {
        if (await eraseUser(fork(), userId, { reason: 'restored', by: null, ledger }, now)) erased += 1;
      } catch (error) {
        if (!isAppError(error)) failed(userId, error);
        left.add(userId);
      }
    }
  }
};

const broughtBack = async (em: EntityManager, limit: number): Promise<string[]> => {
  const rows = await readRows(
    em,
    z.object({ id }),
    `select "id" from "accounts"."users"
     where sha256(convert_to("id"::text, 'UTF8')) in (select "person_hash" from "accounts"."erasures") limit ?`,
    [limit],
  );
  return rows.map(({ id }) => id);
};
