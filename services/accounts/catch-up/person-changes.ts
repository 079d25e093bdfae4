import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { type ChangesPage, type PersonChange, START_OF_IDS } from '../../../shared/contract/changes.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';

const rowRule = z.object({
  userId: id,
  changedAt: moment,
  /** Null for somebody who was removed. */
  role: word<Role>().nullable(),
  referrerId: id.nullable(),
  cedula: z.string(),
  registeredAt: moment.nullable(),
  censusVersion: z.number(),
});
type Row = z.output<typeof rowRule>;

/** One page of people who registered, changed or were removed behind a cursor, the oldest change first. */
export const listPersonChanges = async (
  em: EntityManager,
  { after, limit }: ActionParams<'accounts.changes'>,
): Promise<ChangesPage<PersonChange>> => {
  const from = [after?.at ?? '-infinity', after?.id ?? START_OF_IDS];
  const rows = await readRows(
    em,
    rowRule,
    `select "user_id" as "userId", "changed_at" as "changedAt", "role", "referrer_id" as "referrerId", "cedula",
       "registered_at" as "registeredAt", "census_version" as "censusVersion"
     from (
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

const present = ({ role, changedAt, registeredAt, cedula, ...row }: Row): PersonChange => {
  const changed = { userId: row.userId, changedAt: changedAt.toISOString() };
  if (role === null) return { ...changed, kind: 'removed' };
  return {
    ...changed,
    kind: 'person',
    role,
    referrerId: row.referrerId,
    registered: registeredAt === null ? null : { cedula, registeredAt: registeredAt.toISOString() },
    censusVersion: row.censusVersion,
  };
};
