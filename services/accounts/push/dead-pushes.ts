import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { type DeadLetter, MAX_DEAD_LETTERS } from '../../../shared/contract/dead-letters.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { NEWS_MS } from './queue-news.ts';

/** Before the id of a notice to a browser, among those of events. */
const PREFIX = 'push-';

/** Notices that were put aside, oldest first. */
export const listDeadPushes = async (em: EntityManager): Promise<DeadLetter[]> => {
  const rows = await readRows(
    em,
    z.object({
      ...{ id, kind: z.string(), userId: id, error: z.string().nullable() },
      ...{ tries: z.number(), since: moment },
    }),
    `select "pushes"."id", "kind", "user_id" as "userId", "error", "tries", "ended_at" as "since"
     from "accounts"."pushes" join "accounts"."push_subscriptions" as "to" on "to"."id" = "subscription_id"
     where "state" = 'failed' order by "ended_at", "pushes"."id" limit ?`,
    [MAX_DEAD_LETTERS],
  );
  return rows.map(({ id: pushId, kind, userId, error, tries, since }) => ({
    ...{ id: `${PREFIX}${pushId}`, event: 'push' as const, userId, tries, since: since.toISOString() },
    error: `${kind}: ${error ?? 'unknown'}`,
  }));
};

/**
 * Has notices handed over once more.
 *
 * @param ids of dead letters: those of others are passed over
 * @returns whom they were for
 */
export const pushAgain = async (
  em: EntityManager,
  ids: readonly string[] | 'all',
  now: Date,
): Promise<{ sent: number; userIds: string[] }> => {
  const meant =
    ids === 'all'
      ? null
      : ids
          .filter((one) => one.startsWith(PREFIX))
          .map((one) => one.slice(PREFIX.length))
          .filter((one) => z.guid().safeParse(one).success);
  if (meant?.length === 0) return { sent: 0, userIds: [] };
  const rows = await readRows(
    em,
    z.object({ userId: id }),
    `update "accounts"."pushes" set "state" = 'waiting', "due_at" = ?, "ended_at" = null, "tries" = 0,
       "expires_at" = greatest("expires_at", ?)
     from "accounts"."push_subscriptions" as "to"
     where "to"."id" = "subscription_id" and "state" = 'failed'
       ${meant === null ? '' : `and "pushes"."id" in (${meant.map(() => '?').join(', ')})`}
     returning "user_id" as "userId"`,
    [now, new Date(now.getTime() + NEWS_MS), ...(meant ?? [])],
  );
  return { sent: rows.length, userIds: rows.map(({ userId }) => userId) };
};
