import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { OwnAccount } from '../../../shared/contract/own-data.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import { HELD_SINCE } from './held-since.ts';

type Dealings = Pick<OwnAccount, 'messages' | 'browsers' | 'recoveries' | 'claims'>;

/** More messages than anybody is sent while they are kept. */
const MOST = 1_000;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** What the portal wrote to a person, which browsers it tells, how they got back in, and who said that the cédula is theirs. */
export const readDealings = async (em: EntityManager, userId: string): Promise<Dealings> => {
  const messages = await readRows(
    em,
    z.object({ ...{ kind: z.string(), state: z.string() }, createdAt: moment, endedAt: moment.nullable() }),
    `select "kind", "state", "created_at" as "createdAt", "ended_at" as "endedAt"
     from "accounts"."messages" where "user_id" = ? and "created_at" >= ${HELD_SINCE} order by "created_at" desc limit ?`,
    [userId, userId, MOST],
  );
  const browsers = await readRows(
    em,
    z.object({
      ...{ service: z.string(), userAgent: z.string(), createdAt: moment },
      ...{ seenAt: moment, lastOkAt: moment.nullable() },
    }),
    `select "host" as "service", "user_agent" as "userAgent", "created_at" as "createdAt", "seen_at" as "seenAt",
       "last_ok_at" as "lastOkAt"
     from "accounts"."push_subscriptions" where "user_id" = ? and "created_at" >= ${HELD_SINCE}
     order by "created_at" desc limit ?`,
    [userId, userId, MOST],
  );
  const recoveries = await readRows(
    em,
    decided.extend({ kind: z.string(), reason: z.string() }),
    `select "kind", "reason", ${DECIDED} from "accounts"."recovery_requests"
     where "user_id" = ? and "created_at" >= ${HELD_SINCE} order by "created_at" desc limit ?`,
    [userId, userId, MOST],
  );
  // Who claimed, and with what, is theirs.
  const claims = await readRows(
    em,
    decided,
    `select ${DECIDED} from "accounts"."claims" where "user_id" = ? and "created_at" >= ${HELD_SINCE} order by "created_at" desc limit ?`,
    [userId, userId, MOST],
  );
  return {
    messages: messages.map(({ createdAt, endedAt, ...message }) => ({
      ...message,
      ...{ createdAt: createdAt.toISOString(), endedAt: iso(endedAt) },
    })),
    browsers: browsers.map(({ createdAt, seenAt, lastOkAt, ...browser }) => ({
      ...browser,
      ...{ createdAt: createdAt.toISOString(), seenAt: seenAt.toISOString(), lastOkAt: iso(lastOkAt) },
    })),
    recoveries: recoveries.map(withDates),
    claims: claims.map(withDates),
  };
};

const DECIDED = `"created_at" as "createdAt", "decided_at" as "decidedAt", "granted", "decision"`;
const decided = z.object({
  createdAt: moment,
  decidedAt: moment.nullable(),
  granted: z.boolean().nullable(),
  decision: z.string().nullable(),
});

const withDates = <R extends z.output<typeof decided>>({ createdAt, decidedAt, ...rest }: R) => ({
  ...rest,
  ...{ createdAt: createdAt.toISOString(), decidedAt: iso(decidedAt) },
});
