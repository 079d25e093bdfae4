import type { EntityManager } from '@mikro-orm/postgresql';

/** How exactly it is known when somebody was last here. */
const DAY_MS = 24 * 3_600_000;

/** Somebody uses the portal: a row is written once a day for each at the most. */
export const noteActivity = async (em: EntityManager, userId: string, now: Date): Promise<void> => {
  await em.execute(
    `insert into "accounts"."activity" ("user_id", "active_at") select "id", ? from "accounts"."users" where "id" = ?
     on conflict ("user_id") do update set "active_at" = excluded."active_at" where "activity"."active_at" < ?`,
    [now, userId, new Date(now.getTime() - DAY_MS)],
  );
};
