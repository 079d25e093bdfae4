import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { OwnEntry, Reader } from '../../../shared/contract/own-data.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { maskAddress } from '../subnet/mask-address.ts';
import { entryBefore } from './cursor.ts';
import { HELD_SINCE } from './held-since.ts';
import { MINE } from './mine.ts';
import { isLook, LEADING, readersOf } from './readers.ts';

const rowRule = z.object({
  id: z.string(),
  from: moment,
  until: moment,
  looks: z.number(),
  actorId: id.nullable(),
  action: z.string(),
  ip: z.string(),
  detail: z.string(),
  people: z.number(),
  isLeading: z.boolean(),
});
type Row = z.output<typeof rowRule>;

/**
 * One page of what the trail has by or about the actor, newest first. Of what others did neither their address nor what
 * they searched for is told: those are theirs. What was decided about the actor alone is told with its reason.
 *
 * @throws AppError `validation` (400) when the cursor is none of ours
 */
export const listOwnTrail = async (
  em: EntityManager,
  { actor, cursor, limit }: ActionParams<'accounts.ownTrail'>,
): Promise<ActionResult<'accounts.ownTrail'>> => {
  const before = entryBefore(cursor);
  const rows = await readRows(
    em,
    rowRule,
    `select "id"::text, "from", "until", "looks", "actor_id" as "actorId", "action", "ip", "detail",
       cardinality("subject_ids") as "people", ${LEADING} as "isLeading"
     from "accounts"."trail" "audit" ${MINE} where "id" = any(array(
       (select "id" from "accounts"."trail" where "actor_id" = ? and "id" < ?::bigint
          and "at" >= ${HELD_SINCE} order by "id" desc limit ?)
       union
       (select "id" from "accounts"."trail" where "subject_ids" @> array[?]::uuid[] and "id" < ?::bigint
          and "at" >= ${HELD_SINCE} and ("action" <> 'user.referrer' or "subject_ids"[1] = ?::uuid))))
     order by "audit"."id" desc limit ?`,
    [
      actor.id,
      actor.id,
      ...[actor.id, before, actor.id, limit + 1],
      ...[actor.id, before, actor.id, actor.id, limit + 1],
    ],
  );
  const end = rows.length > limit ? rows[limit - 1] : undefined;
  const shown = rows.slice(0, limit).toSorted((one, other) => other.until.getTime() - one.until.getTime());
  const readers = await readersOf(em, shown);
  return {
    items: shown.map((row, index) => present(row, actor.id, readers[index] ?? { kind: 'portal' })),
    next: end?.id ?? null,
  };
};

const present = (row: Row, self: string, by: Reader): OwnEntry => {
  const { from, until, looks, actorId, action, ip, detail, people } = row;
  const isOwn = actorId === self;
  const isDecision = people === 1 && !isLook(action);
  return {
    ...{ at: until.toISOString(), action, people, by: isOwn ? 'self' : by },
    ...(looks === 1 ? {} : { visit: { times: looks, from: from.toISOString() } }),
    // Who was refused may be a stranger: half of their address says whether it was.
    ip: isOwn ? ip : actorId === null && ip !== '' ? maskAddress(ip) : null,
    detail: isOwn || isDecision ? detail : null,
  };
};
