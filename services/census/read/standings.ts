import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Standing, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import type { Outlook } from './outlook.ts';
import { nextAttemptOf, retries } from './present-view.ts';

const standingRows = prepared(
  'census.standings',
  z.object({
    ...{ userId: id, version: z.number(), status: word<Status>() },
    ...{ dueAt: moment.nullable(), errorCode: word<FailureKind>().nullable() },
  }),
  `select "user_id" as "userId", "version", "status", "due_at" as "dueAt", "error_code" as "errorCode"
   from "census"."records" where "user_id" = any($1::uuid[])`,
);

/** How the records of these people stand, in one statement: as much as an event tells every gateway when one changes. */
export const readStandings = async (
  em: EntityManager,
  userIds: readonly string[],
  outlook: Pick<Outlook, 'forecast'>,
  now: Date,
): Promise<Standing[]> => {
  const rows = await ask(em, standingRows, [userIds]);
  const hold = rows.some(retries) ? (await outlook.forecast(em, now)).hold : null;
  return rows.map((row) => ({
    ...{ userId: row.userId, version: row.version, status: row.status },
    nextAttemptAt: nextAttemptOf(row, hold)?.toISOString() ?? null,
  }));
};
