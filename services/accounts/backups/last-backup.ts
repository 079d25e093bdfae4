import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';

/** The moment whose state the last good backup has, in seconds since 1970; 0 when there is none. */
export const lastBackupAt = async (em: EntityManager): Promise<number> => {
  const [row] = await readRows(
    em,
    z.object({ seconds: z.number() }),
    `select coalesce(extract(epoch from max("taken_at")), 0)::float8 as "seconds" from "accounts"."backups"`,
  );
  return row?.seconds ?? 0;
};
