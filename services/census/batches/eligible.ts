import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Skipped } from '../../../shared/contract/batches.ts';
import { hasAnswer, isFinal, type SkipReason, type Status } from '../../../shared/contract/census.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { mayAsk, mayRefresh } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { refreshableAt } from '../hold/cooldown.ts';
import type { RecordRow } from '../record/record.ts';
import { subjectsOf } from '../store/leaders.ts';

export interface BatchTerms {
  actor: Actor;
  cooldownS: number;
  /** Whether those who have an answer are asked for as well; they are, unless told. */
  answered?: boolean | undefined;
}

type Candidate = Pick<RecordRow, 'status' | 'requestedAt' | 'batchId' | 'suspended'>;

/** Why this person is not asked for in a batch; null when they are. */
export const skipReasonOf = (
  { actor, cooldownS, answered = true }: BatchTerms,
  subject: Subject,
  row: Candidate,
  now: Date,
): SkipReason | null => {
  if (!mayAsk(actor, subject) || row.suspended) return 'not_allowed';
  const runs = row.status === 'PENDING' || row.status === 'PROCESSING' || row.batchId != null;
  if (runs) return 'in_progress';
  if (!mayRefresh(actor, subject, row.status)) return 'not_allowed';
  if (isFinal(row.status)) return 'final';
  if (!answered && hasAnswer(row.status)) return 'answered';
  return refreshableAt(row, cooldownS, now) === null ? null : 'cooldown';
};

/** Those among the asked-for who may be asked for now, in the given order, and why the others may not. */
export interface Sorted {
  eligible: string[];
  skipped: Skipped[];
}

const candidateRule = z.object({
  userId: id,
  referrerId: id.nullable(),
  status: word<Status>(),
  requestedAt: moment,
  batchId: id.nullable(),
  suspended: z.boolean(),
  isMember: z.boolean(),
});

/** @throws AppError `forbidden` (403) for who leads nobody, before anybody is looked for */
export const sortOut = async (
  em: EntityManager,
  terms: BatchTerms,
  userIds: readonly string[],
  now: Date,
): Promise<Sorted> => {
  authorize(terms.actor, 'refreshMany');
  const found = await readRows(
    em,
    candidateRule,
    `select r."user_id" as "userId", r."referrer_id" as "referrerId", r."status", r."requested_at" as "requestedAt",
       r."batch_id" as "batchId", r."suspended",
       exists (select 1 from "census"."batch_members" m
               where m."user_id" = r."user_id" and m."batch_id" =
                 (select "id" from "census"."batches" where "requested_by" = ? and "finished_at" is null)) as "isMember"
     from "census"."records" r
     where r."user_id" in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
    [terms.actor.id, JSON.stringify(userIds)],
  );
  const candidates = new Map(found.map((row) => [row.userId, row]));
  const subjects = await subjectsOf(em, found);
  const sorted: Sorted = { eligible: [], skipped: [] };
  for (const id of new Set(userIds)) {
    const row = candidates.get(id);
    const subject = subjects.get(id);
    const reason =
      row === undefined || subject === undefined
        ? 'not_allowed'
        : (skipReasonOf(terms, subject, row, now) ?? (row.isMember ? 'in_progress' : null));
    if (reason === null) sorted.eligible.push(id);
    else sorted.skipped.push({ id, reason });
  }
  return sorted;
};
