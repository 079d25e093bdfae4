import { z } from 'zod';
import { announceSql } from '../../../shared/durable/outbox.ts';
import { prepared } from '../../../shared/persistence/prepared.ts';
import { id } from '../../../shared/persistence/rows.ts';
import { stayRule } from '../store/places.ts';
import { recordSetting } from '../store/record-rows.ts';
import { subjectJoins } from '../store/subject-sql.ts';
import { toChangeColumns, toChangeRule } from './lease-sql.ts';

const QUIET = `"state" = 'closed' and "refusals" = 0 and "reason" is null and "open_s" = 0 and "streak" = '[]'`;

/** The record that has the lease `$1`, without locking it; `rowVersion` is another after every change of it, whoever makes it. */
export const leasedRow = prepared(
  'census.leased',
  z.object({
    ...toChangeRule.shape,
    rowVersion: z.string(),
    /** Its lane, if an answer changes nothing of that lane's circuit: it is closed, and nothing has failed since its last answer. */
    quietLane: z.string().nullable(),
    /** Where its person voted by the newest answer. */
    place: z.object({ ...stayRule.shape, id }).nullable(),
  }),
  `select (select "name" from "census"."lanes" where "name" = "attempt"."lane" and ${QUIET}) as "quietLane", "records"."xmin"::text as "rowVersion", ${toChangeColumns}, (
     select jsonb_build_object('id', "id", 'departamento', "departamento", 'municipio', "municipio", 'puesto', "puesto",
       'direccion', "direccion", 'mesa', "mesa", 'source', "source", 'firstAt', "first_at", 'lastAt', "last_at")
     from "census"."places" where "places"."user_id" = "records"."user_id"
     order by "last_at" desc, "first_at" desc limit 1) as "place"
   from "census"."attempts" "attempt"
     join "census"."records" on "records"."user_id" = "attempt"."user_id" and "records"."lease_id" = $1
     ${subjectJoins}
   where "attempt"."lease_id" = $1`,
);

/**
 * Stores an answer with its history, its place and its announcement, if nobody has changed the record and nothing has failed on
 * its lane. A lane that another lookup holds is not waited for: what that one notes is as true a moment before or after.
 * `$1` now, `$2` the record as it was read, `$3` the lane, `$4` the lease, `$5` the attempt's outcome, `$6` its source, `$7` what
 * is told, `$8` the place that stays, `$9` since when it is another, `$10` its words, `$11` the batch that counts it, `$12` whose;
 * then the record.
 */
export const storeAnswer = prepared(
  'census.answered',
  z.object({ userId: id }),
  `with "held" as (
     select 1 from "census"."records" where "user_id" = $12 and "xmin"::text = $2
       and exists (select 1 from "census"."lanes" where "name" = $3 and ${QUIET}) for no key update
   ), "answered" as (
     update "census"."records" set ${recordSetting(13)} from "held" where "user_id" = $12 returning "user_id"
   ), "closed" as (
     update "census"."attempts" set "outcome" = $5, "detail" = null, "source" = $6, "refund" = null, "finished_at" = $1
     from "answered" where "lease_id" = $4
   ), "stays" as (
     update "census"."places" set "departamento" = "now"."departamento", "municipio" = "now"."municipio",
       "puesto" = "now"."puesto", "direccion" = "now"."direccion", "mesa" = "now"."mesa", "source" = $6,
       "last_at" = greatest("last_at", $1::timestamptz)
     from "answered", jsonb_to_record($10::jsonb)
       as "now" ("departamento" text, "municipio" text, "puesto" text, "direccion" text, "mesa" text)
     where "id" = $8
   ), "comes" as (
     insert into "census"."places" ("user_id", "departamento", "municipio", "puesto", "direccion", "mesa", "source",
       "first_at", "last_at")
     select "user_id", "now".*, $6::text, $9::timestamptz, $9::timestamptz
     from "answered", jsonb_to_record($10::jsonb)
       as "now" ("departamento" text, "municipio" text, "puesto" text, "direccion" text, "mesa" text)
     where $9::timestamptz is not null
   ), "counted" as (
     update "census"."batches" set "done" = "done" + 1,
       "finished_at" = case when "done" + 1 = "total" then coalesce("finished_at", $1) else "finished_at" end
     from "answered" where "id" = $11
   ), "noted" as (
     update "census"."lanes" set "answered_at" = greatest("answered_at", $1) where "name" in (
       select "name" from "census"."lanes" where "name" = $3 and "state" = 'closed' and exists (select 1 from "answered")
       for no key update skip locked)
   ), "told" as (${announceSql('census', 'census.updated', { payload: '$7', at: '$1', from: '"answered"' })})
   select "user_id" as "userId" from "answered"`,
);
