import type { EntityManager } from '@mikro-orm/postgresql';
import { tokenHash } from '../../../shared/identity/token-hash.ts';

/**
 * What becomes of a browser that is told when its session ends. Ended by somebody, it goes with the session (the foreign
 * key): they left, or threw it out. Ended by time alone, it stays, for an answer may take longer and says nothing of anybody.
 */

const OF_TOKEN = `(select "id" from "accounts"."sessions" where "token_hash" = ?)`;

/** The session goes on under another token in the same browser. */
export const followSession = async (
  tx: EntityManager,
  userId: string,
  { from, to }: { from: string; to: string },
): Promise<void> => {
  await tx.execute(
    `update "accounts"."push_subscriptions" set "session_id" = ${OF_TOKEN}
     where "user_id" = ? and "session_id" = ${OF_TOKEN}`,
    [tokenHash(to), userId, tokenHash(from)],
  );
};

/** Sessions that are over by now are about to be removed. */
export const outliveSessions = async (em: Pick<EntityManager, 'execute'>, now: Date): Promise<void> => {
  await em.execute(
    `update "accounts"."push_subscriptions" set "session_id" = null where "session_id" in (
       select "id" from "accounts"."sessions" where "expires_at" <= ?)`,
    [now],
  );
};

/** Whoever throws out all other sessions means also the browsers whose session ended before. */
export const dropOutlived = async (em: EntityManager, userId: string): Promise<void> => {
  await em.execute(
    'delete from "accounts"."push_subscriptions" where "user_id" = ? and "session_id" is null',
    [userId],
  );
};
