import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { statuses } from '../../../shared/contract/census.ts';
import type { ChangesPage, RecordChange } from '../../../shared/contract/changes.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import { subjectsOf } from '../store/leaders.ts';

const rowRule = z.object({
  userId: z.string(),
  referrerId: z.string().nullable(),
  status: z.enum(statuses),
  version: z.number(),
  updatedAt: moment,
});

/** One page of records that changed behind a cursor, the oldest change first. */
export const listRecordChanges = async (
  em: EntityManager,
  { after, limit }: ActionParams<'census.changes'>,
): Promise<ChangesPage<RecordChange>> => {
  const rows = await readRows(
    em,
    rowRule,
    `select "user_id" as "userId", "referrer_id" as "referrerId", "status", "version", "updated_at" as "updatedAt"
     from "census"."records"
     where ("updated_at", "user_id") > (?::timestamptz, ?::uuid) order by "updated_at", "user_id" limit ?`,
    [after?.at ?? '-infinity', after?.id ?? '00000000-0000-0000-0000-000000000000', limit + 1],
  );
  const page = rows
    .slice(0, limit)
    .map(({ updatedAt, ...record }) => ({ ...record, changedAt: updatedAt.toISOString() }));
  const subjects = await subjectsOf(em, page);
  const items = page.map((item) => ({
    ...item,
    coordinatorId: subjects.get(item.userId)?.coordinatorId ?? null,
  }));
  return { items, more: rows.length > limit };
};
