import type { EntityManager } from '@mikro-orm/postgresql';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { ChangesPage, PersonChange } from '../../../shared/contract/changes.ts';

interface Row {
  user_id: string;
  changed_at: string;
  /** Null for somebody who was removed. */
  role: Role | null;
  referrer_id: string | null;
  cedula: string;
  registered_at: string | null;
  census_version: number;
}

/** One page of people who registered, changed or were removed behind a cursor, the oldest change first. */
export const listPersonChanges = async (
  em: EntityManager,
  { after, limit }: ActionParams<'accounts.changes'>,
): Promise<ChangesPage<PersonChange>> => {
  const from = [after?.at ?? '-infinity', after?.id ?? '00000000-0000-0000-0000-000000000000'];
  const rows = await em.execute<Row[]>(
    `select * from (
       (select "id" as "user_id", "changed_at", "role", "referrer_id", "cedula", "census_version",
          (select min("granted_at") from "accounts"."consents" where "user_id" = "users"."id") as "registered_at"
        from "accounts"."users" where ("changed_at", "id") > (?::timestamptz, ?::uuid)
        order by "changed_at", "id" limit ?)
       union all
       (select "user_id", "removed_at", null, null, '', 0, null from "accounts"."removed_users" "removed"
        where ("removed_at", "user_id") > (?::timestamptz, ?::uuid)
          and not exists (select 1 from "accounts"."users" where "id" = "removed"."user_id")
        order by "removed_at", "user_id" limit ?)
     ) "changes" order by "changed_at", "user_id" limit ?`,
    [...from, limit + 1, ...from, limit + 1, limit + 1],
  );
  return { items: rows.slice(0, limit).map(present), more: rows.length > limit };
};

const present = (row: Row): PersonChange => {
  const changed = { userId: row.user_id, changedAt: new Date(row.changed_at).toISOString() };
  if (row.role === null) return { ...changed, kind: 'removed' };
  return {
    ...changed,
    kind: 'person',
    role: row.role,
    referrerId: row.referrer_id,
    registered:
      row.registered_at === null
        ? null
        : { cedula: row.cedula, registeredAt: new Date(row.registered_at).toISOString() },
    censusVersion: row.census_version,
  };
};
