import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Status } from '../../../shared/contract/census.ts';
import type { ChangesPage, RecordChange } from '../../../shared/contract/changes.ts';
import { subjectsOf } from '../store/leaders.ts';

interface Row {
  user_id: string;
  referrer_id: string | null;
  status: Status;
  version: number;
  updated_at: string;
}

/** One page of records that changed behind a cursor, the oldest change first. */
export const listRecordChanges = async (
  em: EntityManager,
  { after, limit }: ActionParams<'census.changes'>,
): Promise<ChangesPage<RecordChange>> => {
  const rows = await em.execute<Row[]>(
    `select "user_id", "referrer_id", "status", "version", "updated_at" from "census"."records"
     where ("updated_at", "user_id") > (?::timestamptz, ?::uuid) order by "updated_at", "user_id" limit ?`,
    [after?.at ?? '-infinity', after?.id ?? '00000000-0000-0000-0000-000000000000', limit + 1],
  );
  const page = rows.slice(0, limit).map((row) => ({
    ...{ userId: row.user_id, referrerId: row.referrer_id, status: row.status, version: row.version },
    changedAt: new Date(row.updated_at).toISOString(),
  }));
  const subjects = await subjectsOf(em, page);
  const items = page.map((item) => ({
    ...item,
    coordinatorId: subjects.get(item.userId)?.coordinatorId ?? null,
  }));
  return { items, more: rows.length > limit };
};
