import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import type { Envelope } from './carriers/carrier.ts';
import type { MessageKind } from './kinds.ts';

const claimedRule = z.object({
  id,
  kind: word<MessageKind>(),
  phone: z.string(),
  body: z.string(),
  code: z.string().nullable(),
  /** sending: it is to be sent. unknown: it is to be asked for. */
  state: z.enum(['sending', 'unknown']),
  tries: z.number(),
  triedAt: moment,
});
/** A message that this process has to see to. */
export type Claimed = Envelope & z.output<typeof claimedRule>;

/** Longer than a carrier may take. One that is not settled by then was in the hands of a process that died. */
const LEASE_MS = 60_000;

/**
 * Takes messages that are due, urgent ones first. That it is being sent is committed before it is sent: whoever finds one
 * in that state later knows that it may have gone.
 */
export const claimMessages = (em: EntityManager, most: number, now: Date): Promise<Claimed[]> =>
  readRows(
    em,
    claimedRule,
    `update "accounts"."messages" as "message" set
       "state" = case "state" when 'waiting' then 'sending' else 'unknown' end,
       "tries" = "tries" + case "state" when 'waiting' then 1 else 0 end,
       "tried_at" = case "state" when 'waiting' then ? else "tried_at" end,
       "due_at" = ?
     where "id" in (
       select "id" from "accounts"."messages" where "due_at" <= ? and "expires_at" > ?
       order by "urgent" desc, "due_at" limit ? for update skip locked)
     returning "id", "kind", "phone", "body", "code", "state", "tries", "tried_at" as "triedAt"`,
    [now, new Date(now.getTime() + LEASE_MS), now, now, most],
  );

/** Who has no account any more is not kept by what could not be said to them. */
const KEPT = `"code" is null and "kind" <> 'erased'`;
const ASIDE = `
  "state" = case when ${KEPT} then 'failed' else 'expired' end,
  "phone" = case when ${KEPT} then "phone" end, "body" = case when ${KEPT} then "body" end,
  "code" = null, "due_at" = null, "ended_at" = ?`;

/** It went: nothing of it is kept but that it did. */
export const settleSent = (em: EntityManager, id: string, now: Date): Promise<unknown> =>
  em.execute(
    `update "accounts"."messages" set "state" = 'sent', "due_at" = null, "ended_at" = ?, "error" = null,
       "phone" = null, "body" = null, "code" = null
     where "id" = ? and "due_at" is not null`,
    [now, id],
  );

/** It cannot be sent: a code is forgotten, everything else is put aside for an operator. */
export const settleFailed = (em: EntityManager, id: string, error: string, now: Date): Promise<unknown> =>
  em.execute(
    `update "accounts"."messages" set ${ASIDE}, "error" = ? where "id" = ? and "due_at" is not null`,
    [now, error, id],
  );

/** It comes again. `counts`: as one of the tries that it has. */
export const settleLater = (
  em: EntityManager,
  {
    id,
    state,
    error,
    counts,
  }: { id: string; state: 'waiting' | 'unknown'; error: string | null; counts: boolean },
  due: Date,
): Promise<unknown> =>
  em.execute(
    `update "accounts"."messages" set "state" = ?, "due_at" = ?, "error" = coalesce(?, "error"),
       "tries" = "tries" - ?
     where "id" = ? and "due_at" is not null`,
    [state, due, error, counts ? 0 : 1, id],
  );

/**
 * What is of no use any more: a code is forgotten, a notice that nobody could send is put aside for an operator.
 *
 * @returns how many of each
 */
export const expireMessages = async (
  em: EntityManager,
  now: Date,
): Promise<{ expired: number; failed: number }> => {
  const rows = await readRows(
    em,
    z.object({ state: z.string() }),
    `update "accounts"."messages" set ${ASIDE}, "error" = coalesce("error", 'too late')
     where "due_at" <= ? and "expires_at" <= ? returning "state"`,
    [now, now, now],
  );
  const failed = rows.filter(({ state }) => state === 'failed').length;
  return { failed, expired: rows.length - failed };
};

const KEEP_ENDED_MS = 7 * 24 * 3_600_000;
/** As long as other dead letters. */
const KEEP_FAILED_MS = 30 * 24 * 3_600_000;

/** Removes what is over, and counts that nothing is held against any more. */
export const purgeMessages = async (em: EntityManager, now: Date): Promise<void> => {
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  await em.execute(
    `delete from "accounts"."messages" where "ended_at" < case "state" when 'failed' then ?::timestamptz else ?::timestamptz end`,
    [before(KEEP_FAILED_MS), before(KEEP_ENDED_MS)],
  );
  await em.execute(`delete from "accounts"."message_counts" where "day" < ?::date - 2`, [now]);
};
