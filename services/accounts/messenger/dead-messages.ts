import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { type DeadLetter, MAX_DEAD_LETTERS } from '../../../shared/contract/dead-letters.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';

/** Before the id of a message, among those of events. */
const PREFIX = 'message-';
/** One that is handed out again is worth sending for so long. */
const AGAIN_MS = 72 * 3_600_000;

const rowRule = z.object({
  id,
  kind: z.string(),
  userId: id.nullable(),
  error: z.string().nullable(),
  tries: z.number(),
  since: moment,
});

/** Messages that were put aside, oldest first, without what they say or to which number. */
export const listDeadMessages = async (em: EntityManager): Promise<DeadLetter[]> => {
  const rows = await readRows(
    em,
    rowRule,
    `select "id", "kind", "user_id" as "userId", "error", "tries", "ended_at" as "since"
     from "accounts"."messages" where "state" = 'failed' order by "ended_at", "id" limit ?`,
    [MAX_DEAD_LETTERS],
  );
  return rows.map(({ id, kind, userId, error, tries, since }) => ({
    ...{ id: `${PREFIX}${id}`, event: 'message' as const, userId, tries, since: since.toISOString() },
    error: `${kind}: ${error ?? 'unknown'}`,
  }));
};

/**
 * Has messages sent once more.
 *
 * @param ids of dead letters: those of events are passed over
 * @returns whom they were for
 */
export const sendAgain = async (
  em: EntityManager,
  ids: readonly string[] | 'all',
  now: Date,
): Promise<{ sent: number; userIds: string[] }> => {
  const meant =
    ids === 'all' ? null : ids.filter((one) => one.startsWith(PREFIX)).map((one) => one.slice(PREFIX.length));
  const known = meant?.filter((one) => z.guid().safeParse(one).success);
  if (known?.length === 0) return { sent: 0, userIds: [] };
  const rows = await readRows(
    em,
    z.object({ userId: id.nullable() }),
    `update "accounts"."messages" set "state" = 'waiting', "due_at" = ?, "ended_at" = null, "tries" = 0,
       "expires_at" = greatest("expires_at", ?)
     where "state" = 'failed' ${known === undefined ? '' : `and "id" in (${known.map(() => '?').join(', ')})`}
     returning "user_id" as "userId"`,
    [now, new Date(now.getTime() + AGAIN_MS), ...(known ?? [])],
  );
  return { sent: rows.length, userIds: rows.flatMap(({ userId }) => userId ?? []) };
};
