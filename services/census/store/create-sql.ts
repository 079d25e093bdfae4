import { z } from 'zod';
import { announceSql } from '../../../shared/durable/outbox.ts';
import { prepared } from '../../../shared/persistence/prepared.ts';
import { id } from '../../../shared/persistence/rows.ts';
import { priority } from '../record/priority.ts';
import { allowedSql } from './consents.ts';
import { standingRule, standingSql } from './person-turn.ts';

/**
 * Notes that somebody allows to be looked up, as `lockAllowed`, and reads what their record is made of; no row for whom was
 * erased. `$1` who, `$2` their hash in the ledger, `$3` since when they allow it, `$4` where they come from, `$5` who invited
 * them, `$6` the hash of that person.
 */
export const newcomerRow = prepared(
  'census.newcomer',
  z.object({
    lookup: z.boolean(),
    lastVersion: z.number(),
    /** Who invited them, while they share with them. */
    referrerId: id.nullable(),
    /** The same as far as anybody is to know, as `subject-sql.ts` has it. */
    toldReferrerId: id.nullable(),
    coordinatorId: id.nullable(),
    ...standingRule.shape,
  }),
  `with "given" as (
     select $1::uuid as "user_id", $2::bytea as "person_hash", $3::timestamptz as "since", $4::text as "subnet",
       $5::uuid as "referrer_id", $6::bytea as "referrer_hash"
   ), "allowed" as (${allowedSql(`select "user_id", true, true, "since" from "given"
     where not exists (select 1 from "census"."erased" where "erased"."person_hash" = "given"."person_hash")`)}
   ), "newcomer" as (
     select "allowed".*, "subnet", case when "sharing" and not exists (
       select 1 from "census"."erased" where "erased"."person_hash" = "referrer_hash") then "referrer_id" end as "referrer_id"
     from "allowed", "given"
   ), "subject" as (
     select "newcomer".*, case when "floor"."since" is null or "asOf" >= "floor"."since" then "referrer_id" end as "told"
     from "newcomer" left join "census"."consent_floor" "floor" on "purpose" = 'sharing'
   )
   select "lookup", "lastVersion", "subject"."referrer_id" as "referrerId", "told" as "toldReferrerId",
     "leaders"."referrer_id" as "coordinatorId", ${standingSql('"subject"."subnet"', '"subject"."referrer_id"')}
   from "subject" left join "census"."leaders" on "leads" and "leaders"."user_id" = "told"`,
);

/**
 * Makes the record, due at once, and announces it; no row when there is one. `$1` whose, `$2` the cédula, `$3` who invited them,
 * `$4` now, `$5` the version, `$6` where they come from, `$7` their turn, `$8` that of those who come from there, `$9` that of
 * those whom the same person invited, `$10` what is told.
 */
export const makeRecord = prepared(
  'census.make',
  z.object({ userId: id }),
  `with "given" as (
     select $1::uuid as "user_id", $2::text as "cedula", $3::uuid as "referrer_id", $4::timestamptz as "now",
       $5::integer as "version", $6::text as "subnet", $7::integer as "turn", $8::integer as "subnet_turn",
       $9::integer as "referrer_turn", $10::text as "told"
   ), "made" as (
     insert into "census"."records" ("user_id", "cedula", "referrer_id", "status", "attempt", "priority", "requested_by",
       "requested_at", "due_at", "version", "created_at", "updated_at", "trace_id", "subnet", "turn", "subnet_turn",
       "referrer_turn")
     select "user_id", "cedula", "referrer_id", 'PENDING', 0, ${priority.person}, "user_id", "now", "now", "version",
       "now", "now", gen_random_uuid(), "subnet", "turn", "subnet_turn", "referrer_turn" from "given"
     on conflict ("user_id") do nothing returning "user_id"
   ), "told" as (${announceSql('census', 'census.updated', { payload: '"given"."told"', at: '"given"."now"', from: '"made", "given"' })})
   select "user_id" as "userId" from "made"`,
);
