import { raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ConsentFloor } from '../../../shared/contract/consent.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';

const rowRule = z.object({ purpose: word<keyof ConsentFloor>(), since: moment });

/**
 * Since when a decision counts; null when all do. A text that allows more ends everybody's at one moment: each of them is told
 * of by an event, and until it has come nobody is looked up, or shown to who invited them, for what they decided before.
 */
const readFloor = async (em: EntityManager, purpose: keyof ConsentFloor): Promise<Date | null> => {
  const [row] = await readRows(
    em,
    rowRule,
    'select "purpose", "since" from "census"."consent_floor" where "purpose" = ?',
    [purpose],
  );
  return row?.since ?? null;
};

/** Takes over what accounts says, which knows the texts. */
export const setFloor = (em: EntityManager, floor: ConsentFloor): Promise<void> =>
  em.transactional(async (tx) => {
    for (const purpose of ['lookup', 'sharing'] as const)
      if (floor[purpose] === null)
        await tx.execute('delete from "census"."consent_floor" where "purpose" = ?', [purpose]);
      else
        await tx.execute(
          `insert into "census"."consent_floor" ("purpose", "since") values (?, ?)
           on conflict ("purpose") do update set "since" = excluded."since"`,
          [purpose, floor[purpose]],
        );
  });

/** Narrows records to those whose lookup is allowed by a decision that counts. */
export const lookupCounts = async (em: EntityManager): Promise<Record<string, boolean>> => {
  const since = await readFloor(em, 'lookup');
  if (since === null) return {};
  const decided = raw(
    (alias) => `exists (select 1 from "census"."consents" "decided"
      where "decided"."user_id" = "${alias}"."user_id" and "decided"."as_of" >= ?)`,
    [since],
  );
  return { [decided]: true };
};

/** Those among people who share by a decision that counts; null when everybody's does. */
export const sharingCounts = async (
  em: EntityManager,
  userIds: readonly string[],
): Promise<ReadonlySet<string> | null> => {
  const since = userIds.length === 0 ? null : await readFloor(em, 'sharing');
  if (since === null) return null;
  const rows = await readRows(
    em,
    z.object({ id }),
    `select "user_id" as "id" from "census"."consents"
     where "user_id" in (select value::uuid from jsonb_array_elements_text(?::jsonb)) and "as_of" >= ?`,
    [JSON.stringify(userIds), since],
  );
  return new Set(rows.map((row) => row.id));
};
