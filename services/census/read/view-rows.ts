import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Answer, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import type { StoredMove } from '../record/move.ts';
import { subjectColumns, subjectJoins } from '../store/subject-sql.ts';

/** What a view is made of: a record, and whose it is for the policy. */
const row = z.object({
  userId: id,
  referrerId: id.nullable(),
  coordinatorId: id.nullable(),
  status: word<Status>(),
  attempt: z.number(),
  requestedAt: moment,
  dueAt: moment.nullable(),
  /** As it was stored, by whichever release. */
  answer: z.custom<Answer>((value) => typeof value === 'object' && value !== null).nullable(),
  answeredAt: moment.nullable(),
  errorCode: word<FailureKind>().nullable(),
  move: z.custom<StoredMove>((value) => typeof value === 'object' && value !== null).nullable(),
  suspended: z.boolean(),
  version: z.number(),
  updatedAt: moment,
});
export type ViewRow = z.output<typeof row>;

const columns = `${subjectColumns}, "status", "attempt", "requested_at" as "requestedAt", "due_at" as "dueAt", "answer",
  "answered_at" as "answeredAt", "error_code" as "errorCode", "move", "suspended", "version", "updated_at" as "updatedAt"`;
const asked = (whose: string): string =>
  `select ${columns} from "census"."records" ${subjectJoins} where "records"."user_id" ${whose}`;

// One person is what most pages ask of. By the statement for many Postgres would plan each anew, which is three quarters of its
// work: of an array whose length it does not know it expects ten.
const viewRow = prepared('census.view', row, asked('= $1::uuid'));
const viewRows = prepared('census.views', row, asked('= any($1::uuid[])'));

/** Everything that these people's views take of their own, in one statement. */
export const readViewRows = async (em: EntityManager, userIds: readonly string[]): Promise<ViewRow[]> => {
  const [only, ...others] = userIds;
  if (only === undefined) return [];
  return others.length === 0 ? ask(em, viewRow, [only]) : ask(em, viewRows, [userIds]);
};
