import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { PushKind } from '../../../shared/contract/push.ts';
import { id, readRows, word } from '../../../shared/persistence/rows.ts';

const claimedRule = z.object({
  ...{ id, kind: word<PushKind>(), tries: z.number(), subscriptionId: id },
  ...{ endpoint: z.string(), host: z.string(), p256dh: z.string(), auth: z.string() },
});
/** A notice that this process has to hand over. */
export type Claimed = z.output<typeof claimedRule>;

/** Longer than a push service may take. */
const LEASE_MS = 60_000;

/**
 * Takes what is due. One whose process died is taken again after a minute, and may so arrive twice, which a browser shows
 * as one.
 *
 * @param resting services that nothing is handed to now
 */
export const claimPushes = (
  em: EntityManager,
  { most, resting }: { most: number; resting: readonly string[] },
  now: Date,
): Promise<Claimed[]> =>
  readRows(
    em,
    claimedRule,
    `update "accounts"."pushes" as "push" set "tries" = "tries" + 1, "due_at" = ?
     from "accounts"."push_subscriptions" as "to"
     where "to"."id" = "push"."subscription_id" and "push"."id" in (
       select "waits"."id" from "accounts"."pushes" as "waits"
         join "accounts"."push_subscriptions" as "for" on "for"."id" = "waits"."subscription_id"
       where "waits"."due_at" <= ? and "waits"."expires_at" > ?
         and "for"."host" not in (select jsonb_array_elements_text(?::jsonb))
       order by "waits"."due_at" limit ? for update of "waits" skip locked)
     returning "push"."id", "kind", "tries", "subscription_id" as "subscriptionId", "endpoint", "host", "p256dh", "auth"`,
    [new Date(now.getTime() + LEASE_MS), now, now, JSON.stringify(resting), most],
  );

/** It went: nothing of it is kept but when. */
export const settleSent = async (
  em: EntityManager,
  { id: pushId, subscriptionId }: Claimed,
  now: Date,
): Promise<void> => {
  await em.execute('delete from "accounts"."pushes" where "id" = ?', [pushId]);
  await em.execute('update "accounts"."push_subscriptions" set "last_ok_at" = ? where "id" = ?', [
    now,
    subscriptionId,
  ]);
};

/** The browser takes nothing any more: whatever else waits for it goes too. */
export const settleGone = async (em: EntityManager, { subscriptionId }: Claimed): Promise<void> => {
  await em.execute('delete from "accounts"."push_subscriptions" where "id" = ?', [subscriptionId]);
};

/** It comes again. `counts`: as one of the tries that it has. */
export const settleLater = async (
  em: EntityManager,
  { id: pushId }: Claimed,
  { error, counts, due }: { error: string; counts: boolean; due: Date },
): Promise<void> => {
  await em.execute(
    'update "accounts"."pushes" set "due_at" = ?, "error" = ?, "tries" = "tries" - ? where "id" = ? and "due_at" is not null',
    [due, error, counts ? 0 : 1, pushId],
  );
};

const ASIDE = `"state" = 'failed', "due_at" = null, "ended_at" = ?`;

/** It cannot be handed over: an operator is to look. */
export const settleFailed = async (
  em: EntityManager,
  { id: pushId }: Claimed,
  error: string,
  now: Date,
): Promise<void> => {
  await em.execute(
    `update "accounts"."pushes" set ${ASIDE}, "error" = ? where "id" = ? and "due_at" is not null`,
    [now, error, pushId],
  );
};

/** Puts aside what is no news any more. @returns how many */
export const expirePushes = async (em: EntityManager, now: Date): Promise<number> =>
  (
    await em.execute<object[]>(
      `update "accounts"."pushes" set ${ASIDE}, "error" = coalesce("error", 'too late')
       where "due_at" <= ? and "expires_at" <= ? returning 1`,
      [now, now, now],
    )
  ).length;

/** As long as other dead letters. */
const KEEP_FAILED_MS = 30 * 24 * 3_600_000;

export const purgePushes = async (em: EntityManager, now: Date): Promise<void> => {
  await em.execute('delete from "accounts"."pushes" where "ended_at" < ?', [
    new Date(now.getTime() - KEEP_FAILED_MS),
  ]);
};
