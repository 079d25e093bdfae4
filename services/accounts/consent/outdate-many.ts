import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { type Purpose, purposes } from '../../../shared/contract/consent.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import type { PolicyTexts } from './texts/read-texts.ts';

type Since = Pick<PolicyTexts, 'since'>['since'];

/** So many people in one transaction: whoever of them decides meanwhile waits for it, or is left for the next round. */
const CHUNK = 200;
/** Who was the last of a step. */
interface Place {
  version: string;
  userId: string;
}
/** No version is shorter, or before it. */
const FIRST: Place = { version: '', userId: '00000000-0000-0000-0000-000000000000' };

/** Whether a decision in force is on an earlier text than one that allows more. */
const OUTDATED = `"withdrawn_at" is null and "policy_version" collate "C" <
  case "purpose" when 'policy' then ?::text when 'lookup' then ?::text else ?::text end`;
const bounds = (since: Since): string[] => purposes.map((purpose) => since[purpose]);

/** Whether somebody has decided on an earlier text than one that allows more: that does not count, though it is not ended yet. */
export const hasOutdated = async (em: EntityManager, since: Since, userId: string): Promise<boolean> => {
  const found = await em.execute<object[]>(
    `select 1 from "accounts"."consents" where "user_id" = ? and ${OUTDATED} limit 1`,
    [userId, ...bounds(since)],
  );
  return found.length > 0;
};

/** Whether anybody has. */
export const haveOutdated = async (em: EntityManager, since: Since): Promise<boolean> => {
  for (const purpose of purposes) {
    const found = await em.execute<object[]>(
      `select 1 from "accounts"."consents"
       where "purpose" = ? and "withdrawn_at" is null and "policy_version" collate "C" < ? limit 1`,
      [purpose, since[purpose]],
    );
    if (found.length > 0) return true;
  }
  return false;
};

/**
 * Ends what people accepted before a text that allows more: they are asked again, and nobody looks them up before. What is
 * known of them stays, as they had allowed it. Two hundred people a step, and one process at a time; who is busy with a
 * decision of their own is left for the next time.
 *
 * @returns how many decisions ended
 */
export const outdateDecisions = async (
  fork: () => EntityManager,
  { since }: Pick<PolicyTexts, 'since'>,
  now: () => Date,
  { stopping, ended: tell }: { stopping?: AbortSignal; ended?: (some: number) => void } = {},
): Promise<number> => {
  let ended = 0;
  for (const purpose of purposes) {
    if (since[purpose] === '') continue;
    let from: Place | null = FIRST;
    while (from !== null && stopping?.aborted !== true) {
      const place: Place = from;
      const some = await fork().transactional((tx) => outdateSome(tx, since, { purpose, place }, now()));
      ended += some.ended;
      if (some.ended > 0) tell?.(some.ended);
      from = some.last;
    }
  }
  return ended;
};

/** Ends all that does not count any more of some people who gave `purpose` on an earlier text. */
const outdateSome = async (
  tx: EntityManager,
  since: Since,
  { purpose, place }: { purpose: Purpose; place: Place },
  now: Date,
): Promise<{ ended: number; last: Place | null }> => {
  // Two would wait for each other's leaders, whose referrals are counted.
  const [turn] = await tx.execute<{ ours: boolean }[]>(
    `select pg_try_advisory_xact_lock(hashtext('censo.accounts.outdating')) as "ours"`,
  );
  if (turn?.ours !== true) return { ended: 0, last: null };
  const people = await readRows(
    tx,
    z.object({ userId: id, version: z.string() }),
    `select "user_id" as "userId", "policy_version" as "version"
     from "accounts"."consents" join "accounts"."users" "theirs" on "theirs"."id" = "user_id"
     where "purpose" = ? and "withdrawn_at" is null and "policy_version" collate "C" < ?
       and ("policy_version" collate "C", "user_id") > (?, ?::uuid)
     order by "policy_version" collate "C", "user_id" limit ? for update of "theirs" skip locked`,
    [purpose, since[purpose], place.version, place.userId, CHUNK],
  );
  const ended = await endOf(tx, since, [...new Set(people.map(({ userId }) => userId))], now);
  return { ended, last: people.length < CHUNK ? null : (people.at(-1) ?? null) };
};

/** @param userIds people who are locked, the first few hundred */
const endOf = async (
  tx: EntityManager,
  since: Since,
  userIds: readonly string[],
  now: Date,
): Promise<number> => {
  if (userIds.length === 0) return 0;
  const people = JSON.stringify(userIds);
  // As `announceConsent` tells one: whoever saw them until now is named, nobody else.
  const shown = await readRows(
    tx,
    z.object({ id }),
    `select "user_id" as "id" from "accounts"."consents" join jsonb_array_elements_text(?::jsonb) "one" on "user_id" = "one"::uuid
     where "purpose" = 'sharing' and "withdrawn_at" is null`,
    [people],
  );
  // In one statement, before the trigger of each decision would write the same: counts change once.
  await tx.execute(
    `update "accounts"."users" set "asked_again" = true, "changed_at" = clock_timestamp(),
       "shared" = exists (select 1 from "accounts"."consents" where "user_id" = "users"."id" and "purpose" = 'sharing'
         and "withdrawn_at" is null and "policy_version" collate "C" >= ?)
     from jsonb_array_elements_text(?::jsonb) "one" where "users"."id" = "one"::uuid`,
    [since.sharing, people],
  );
  const ended = await tx.execute<object[]>(
    `update "accounts"."consents" set "withdrawn_at" = greatest(?, "granted_at"), "outdated" = true
     from jsonb_array_elements_text(?::jsonb) "one" where "user_id" = "one"::uuid and ${OUTDATED} returning 1`,
    [now, people, ...bounds(since)],
  );
  await announce(tx, people, JSON.stringify(shown.map(({ id: userId }) => userId)), now);
  return ended.length;
};

/** The same as `announceConsent`, of many. */
const announce = async (tx: EntityManager, people: string, shown: string, now: Date): Promise<void> => {
  await tx.execute(
    `insert into "accounts"."outbox" ("name", "payload", "created_at")
     select 'user.consent_changed', jsonb_build_object(
         'userId', "id", 'referrerId', "referrerId", 'coordinatorId', case when "referrerId" is not null then "coordinatorId" end,
         'lookup', "lookup", 'sharing', "sharing", 'changedAt', ?::text)
       || case when "asking" and not "lookup" then '{"asking": true}'::jsonb else '{}' end, ?
     from (
       select "u"."id", "one"."at", case when "u"."shared" or "shown"."id" is not null then "u"."referrer_id" end as "referrerId",
         case when "l"."role" = 'LEADER' then "l"."referrer_id" end as "coordinatorId", "u"."shared" as "sharing",
         exists (select 1 from "accounts"."consents" "c" where "c"."user_id" = "u"."id" and "c"."purpose" = 'lookup'
           and "c"."withdrawn_at" is null) as "lookup",
         coalesce((select "c"."outdated" from "accounts"."consents" "c" where "c"."user_id" = "u"."id"
           and "c"."purpose" = 'lookup' order by "c"."granted_at" desc, "c"."id" desc limit 1), false) as "asking"
       from jsonb_array_elements_text(?::jsonb) with ordinality "one" ("id", "at")
         join "accounts"."users" "u" on "u"."id" = "one"."id"::uuid
         left join jsonb_array_elements_text(?::jsonb) "shown" ("id") on "shown"."id"::uuid = "u"."id"
         left join "accounts"."users" "l" on "l"."id" = "u"."referrer_id"
     ) "told" order by "at"`,
    [now.toISOString(), now, people, shown],
  );
};
