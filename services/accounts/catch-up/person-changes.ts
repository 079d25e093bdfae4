import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { type ChangesPage, type PersonChange, START_OF_IDS } from '../../../shared/contract/changes.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import type { LedgerKey } from '../erasure/ledger-key.ts';
import type { SubnetOf } from '../subnet/subnet.ts';

const rowRule = z.object({
  userId: id,
  changedAt: moment,
  /** Null for somebody who was removed. */
  role: word<Role>().nullable(),
  referrerId: id.nullable(),
  cedula: z.string(),
  registeredAt: moment.nullable(),
  ip: z.string().nullable(),
  decidedAt: moment.nullable(),
  asking: z.boolean(),
  censusVersion: z.number(),
  /** Of somebody who was removed, as the ledger has it. */
  erasedAt: moment.nullable(),
  personHash: z.string().nullable(),
});
type Row = z.output<typeof rowRule>;

/** Where somebody came from is of no use to anybody after this. */
const SUBNET_MS = 24 * 3_600_000;

/** One page of people who registered, changed or were removed behind a cursor, the oldest change first. */
export const listPersonChanges = async (
  em: EntityManager,
  { subnetOf, ledger }: { subnetOf: SubnetOf; ledger: LedgerKey },
  { after, limit }: ActionParams<'accounts.changes'>,
  now: Date,
): Promise<ChangesPage<PersonChange>> => {
  const from = [after?.at ?? '-infinity', after?.id ?? START_OF_IDS];
  const rows = await readRows(
    em,
    rowRule,
    `select "user_id" as "userId", "changed_at" as "changedAt", "role", "referrer_id" as "referrerId", "cedula",
       "granted_at" as "registeredAt", case when "granted_at" > ? then "ip" end as "ip",
       "census_version" as "censusVersion",
       (select greatest(max("granted_at"), max("withdrawn_at")) from "accounts"."consents"
        where "consents"."user_id" = "changes"."user_id") as "decidedAt",
       coalesce((select "outdated" and "withdrawn_at" is not null from "accounts"."consents"
        where "consents"."user_id" = "changes"."user_id" and "purpose" = 'lookup'
        order by "granted_at" desc, "withdrawn_at" desc nulls first limit 1), false) as "asking", "erased_at" as "erasedAt", "person_hash" as "personHash"
     from (
       (select "users"."id" as "user_id", "changed_at", "role", case when "shared" then "referrer_id" end as "referrer_id",
          "cedula", "census_version", "granted_at", "ip", null::timestamptz as "erased_at", null as "person_hash"
        from "accounts"."users" left join "accounts"."consents" "lookup"
          on "lookup"."user_id" = "users"."id" and "purpose" = 'lookup' and "withdrawn_at" is null
        where ("changed_at", "users"."id") > (?::timestamptz, ?::uuid)
        order by "changed_at", "users"."id" limit ?)
       union all
       (select "user_id", "removed_at", null, null, '', 0, null, null, "erased_at", encode("person_hash", 'hex')
        from "accounts"."removed_users" "removed" left join lateral (
          select "erased_at", "person_hash" from "accounts"."erasures"
          where "person_hash" = sha256(convert_to("removed"."user_id"::text, 'UTF8'))
          order by "erasures"."erased_at" desc limit 1) "erasure" on true
        where ("removed_at", "user_id") > (?::timestamptz, ?::uuid)
          and not exists (select 1 from "accounts"."users" where "id" = "removed"."user_id")
        order by "removed_at", "user_id" limit ?)
     ) "changes" order by "changed_at", "user_id" limit ?`,
    [new Date(now.getTime() - SUBNET_MS), ...from, limit + 1, ...from, limit + 1, limit + 1],
  );
  return {
    items: rows.slice(0, limit).map((row) => present(row, subnetOf, ledger)),
    more: rows.length > limit,
  };
};

const present = (
  { role, changedAt, registeredAt, decidedAt, cedula, ip, ...row }: Row,
  subnetOf: SubnetOf,
  ledger: LedgerKey,
): PersonChange => {
  const changed = { userId: row.userId, changedAt: changedAt.toISOString() };
  if (role === null) return { ...changed, kind: 'removed', ...sealed(row, ledger) };
  return {
    ...changed,
    kind: 'person',
    role,
    referrerId: row.referrerId,
    registered:
      registeredAt === null
        ? null
        : { cedula, registeredAt: registeredAt.toISOString(), subnet: ip === null ? null : subnetOf(ip) },
    decidedAt: decidedAt?.toISOString() ?? null,
    ...(row.asking ? { asking: true } : {}),
    censusVersion: row.censusVersion,
  };
};

const sealed = ({ personHash, erasedAt }: Pick<Row, 'personHash' | 'erasedAt'>, ledger: LedgerKey) => {
  if (personHash === null || erasedAt === null) return {};
  const at = erasedAt.toISOString();
  return { erased: { erasedAt: at, seal: ledger.seal({ personHash, erasedAt: at }) } };
};
