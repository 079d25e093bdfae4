import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { type ChangesPage, type RecordChange, START_OF_IDS } from '../../../shared/contract/changes.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { waitedNow } from '../record/waited.ts';
import { subjectsOf } from '../store/leaders.ts';

const rowRule = z.object({
  userId: id,
  referrerId: id.nullable(),
  status: word<Status>(),
  version: z.number(),
  updatedAt: moment,
  dueAt: moment.nullable(),
  requestedBy: id.nullable(),
  answeredAt: moment.nullable(),
});

/** One page of records that changed behind a cursor, the oldest change first. */
export const listRecordChanges = async (
  em: EntityManager,
  { after, limit }: ActionParams<'census.changes'>,
): Promise<ChangesPage<RecordChange>> => {
  const rows = await readRows(
    em,
    rowRule,
    `select "user_id" as "userId", "referrer_id" as "referrerId", "status", "version", "updated_at" as "updatedAt",
       "due_at" as "dueAt", "requested_by" as "requestedBy", "answered_at" as "answeredAt"
     from "census"."records"
     where ("updated_at", "user_id") > (?::timestamptz, ?::uuid) order by "updated_at", "user_id" limit ?`,
    [after?.at ?? '-infinity', after?.id ?? START_OF_IDS, limit + 1],
  );
  const page = rows.slice(0, limit).map((row) => {
    const { userId, referrerId, status, version, updatedAt } = row;
    const change = { userId, referrerId, status, version, changedAt: updatedAt.toISOString() };
    const waited = waitedNow(row, updatedAt);
    return waited === null ? change : { ...change, waited };
  });
  const subjects = await subjectsOf(em, page);
  const items = page.map((item) => ({
    ...item,
    coordinatorId: subjects.get(item.userId)?.coordinatorId ?? null,
  }));
  return { items, more: rows.length > limit };
};
