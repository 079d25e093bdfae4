import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { entryBefore } from './cursor.ts';
import { HELD_SINCE } from './held-since.ts';
import { MINE } from './mine.ts';
import { LEADING, readersOf } from './readers.ts';

const rowRule = z.object({
  last: z.string(),
  actorId: id.nullable(),
  isLeading: z.boolean(),
  from: moment,
  until: moment,
  times: z.number(),
  actions: z.array(z.string()),
});

/** Whoever pauses longer comes again. */
const PAUSE = '30 minutes';

/**
 * Who looked at the actor's data or decided about them, newest first: what one did without a long pause is one visit.
 * Logins are no look at data; they are the person's own, or a stranger's whom nobody knows. That somebody else says who
 * invited them is theirs.
 *
 * @throws AppError `validation` (400) when the cursor is none of ours
 */
export const listOwnVisits = async (
  em: EntityManager,
  { actor, cursor, limit }: ActionParams<'accounts.ownVisits'>,
): Promise<ActionResult<'accounts.ownVisits'>> => {
  const rows = await readRows(
    em,
    rowRule,
    `with "entries" as (
       select "id", "from", "until", "looks", "actor_id", "action", ${LEADING} as "leading"
       from "accounts"."trail" "audit" ${MINE}
       where "subject_ids" @> array[?]::uuid[] and "actor_id" is distinct from ?::uuid
         and "action" not like 'session.%' and "at" >= ${HELD_SINCE}
         and ("action" <> 'user.referrer' or "subject_ids"[1] = ?::uuid)
     ), "begun" as (
       select *, case when "from" - max("until") over "earlier" <= interval '${PAUSE}' then 0 else 1 end as "begins"
       from "entries" window "earlier" as (
         partition by "actor_id", "leading" order by "from", "id" rows between unbounded preceding and 1 preceding)
     ), "numbered" as (
       select *, sum("begins") over (partition by "actor_id", "leading" order by "from", "id") as "visit" from "begun"
     )
     select max("id")::text as "last", "actor_id" as "actorId", "leading" as "isLeading", min("from") as "from",
       max("until") as "until", sum("looks")::int as "times", to_json(array_agg(distinct "action")) as "actions"
     from "numbered" group by "actor_id", "leading", "visit" having max("id") < ?::bigint
     order by max("id") desc limit ?`,
    [...Array(6).fill(actor.id), entryBefore(cursor), limit + 1],
  );
  const end = rows.length > limit ? rows[limit - 1] : undefined;
  // What is open, or was until now, has a place by when it began or ended: by its last look within the page.
  const shown = rows.slice(0, limit).toSorted((one, other) => other.until.getTime() - one.until.getTime());
  const readers = await readersOf(em, shown);
  const items = shown.map(({ from, until, times, actions }, index) => ({
    by: readers[index] ?? { kind: 'portal' as const },
    ...{ from: from.toISOString(), until: until.toISOString(), actions, times },
  }));
  return { items, next: end?.last ?? null };
};
