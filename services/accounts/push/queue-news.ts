import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import type { PushKind } from '../../../shared/contract/push.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { countPush } from '../messenger/count-message.ts';

/** What is said of a record's change that its person may want to be told. */
export type Told = Pick<
  DurableEvents['census.updated'],
  'userId' | 'status' | 'waited' | 'changedAt' | 'placeChangedAt'
>;

/** So long something is news: also for who finds out late, and for a push service that is away. */
export const NEWS_MS = 72 * 3_600_000;

/** What a person is told of a change; null for nothing. */
export const newsOf = ({ status, waited, changedAt, placeChangedAt }: Told): PushKind | null => {
  if (status === 'ACTIVE' && placeChangedAt != null && placeChangedAt === changedAt) return 'moved';
  return waited ?? null;
};

/**
 * Writes down what people are to be told, for each of their browsers.
 *
 * @param tx in which the changes become known here, so that each is told once
 */
export const queueNews = async (
  tx: EntityManager,
  changes: readonly Told[],
  personDay: number,
  now: Date,
): Promise<void> => {
  const since = now.getTime() - NEWS_MS;
  const news = changes.flatMap((change) => {
    const kind = newsOf(change);
    const isOld = change.changedAt !== undefined && Date.parse(change.changedAt) < since;
    return kind === null || isOld ? [] : [{ userId: change.userId, kind }];
  });
  if (news.length === 0) return;
  const browsers = await readRows(
    tx,
    z.object({ id, userId: id }),
    `select "id", "user_id" as "userId" from "accounts"."push_subscriptions"
     where "user_id" in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(news.map(({ userId }) => userId))],
  );
  for (const [userId, theirs] of Map.groupBy(browsers, (one) => one.userId)) {
    const kind = news.findLast((one) => one.userId === userId)?.kind;
    if (kind === undefined || !(await countPush(tx, userId, personDay, now))) continue;
    for (const { id: subscriptionId } of theirs)
      await tx.execute(
        `insert into "accounts"."pushes" ("id", "subscription_id", "kind", "state", "created_at", "expires_at", "due_at")
         values (?, ?, ?, 'waiting', ?, ?, ?)`,
        [randomUUID(), subscriptionId, kind, now, new Date(now.getTime() + NEWS_MS), now],
      );
  }
};
