import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';

/** One page of who was erased, the longest ago first, as hashes of their ids, with the seals of accounts. */
export const listErasures = async (
  em: EntityManager,
  { after, limit }: ActionParams<'census.erasures'>,
): Promise<ActionResult<'census.erasures'>> => {
  const rows = await readRows(
    em,
    z.object({ personHash: z.string(), erasedAt: moment, seal: z.string().nullable() }),
    `select encode("person_hash", 'hex') as "personHash", "erased_at" as "erasedAt", encode("seal", 'hex') as "seal"
     from "census"."erased"
     where ("erased_at", "person_hash") > (?::timestamptz, decode(?, 'hex')) order by "erased_at", "person_hash" limit ?`,
    [after?.erasedAt ?? '-infinity', after?.personHash ?? '', limit],
  );
  return rows.map(({ erasedAt, ...row }) => ({ ...row, erasedAt: erasedAt.toISOString() }));
};
