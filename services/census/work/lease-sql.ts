import { z } from 'zod';
import { announceSql } from '../../../shared/durable/outbox.ts';
import { prepared } from '../../../shared/persistence/prepared.ts';
import { id, moment } from '../../../shared/persistence/rows.ts';
import { recordColumns, recordRule, recordSetting } from '../store/record-rows.ts';
import { subjectJoins, toldCoordinator, toldReferrer } from '../store/subject-sql.ts';

/** A record to be changed, with whose it is as far as anybody is to know. */
export const toChangeRule = z.object({
  ...recordRule.shape,
  toldReferrerId: id.nullable(),
  coordinatorId: id.nullable(),
});
export const toChangeColumns = `${recordColumns}, ${toldReferrer} as "toldReferrerId", ${toldCoordinator} as "coordinatorId"`;

/** `$1` now, `$2` the last priority that is served. A row that another transaction holds is passed over. */
const dueSql = (also: string, order: string): string => `
  select ${toChangeColumns} from "census"."records" ${subjectJoins}
  where "records"."due_at" <= $1 and "records"."priority" <= $2 and not "records"."suspended" ${also}
    and not exists (select 1 from "census"."pause")
    and not exists (select 1 from "census"."consent_floor" "floor"
      where "floor"."purpose" = 'lookup' and not exists (select 1 from "census"."consents" "decided"
        where "decided"."user_id" = "records"."user_id" and "decided"."as_of" >= "floor"."since"))
  order by ${order} limit 1 for update of "records" skip locked`;

const served = `"records"."priority", "records"."turn", "records"."due_at", "records"."user_id"`;

/** Who goes next by the lane `$3`; nobody while its circuit is open. */
export const nextRow = prepared(
  'census.next',
  toChangeRule,
  `with "next" as (${dueSql(`and exists (select 1 from "census"."lanes" where "name" = $3 and "state" = 'closed')`, served)})
   select * from "next"`,
);

/**
 * A probe is whoever has not been looked up for longest, before who is most urgent: if it always were the same few, one
 * who cannot be answered would keep the circuit open for all.
 */
export const probeRow = prepared(
  'census.probe',
  toChangeRule,
  `with "probe" as (${dueSql('', `"records"."leased_at" asc nulls first, ${served}`)}) select * from "probe"`,
);

export const laneRow = prepared(
  'census.lane',
  z.object({ state: z.enum(['closed', 'open']), openUntil: moment.nullable(), probeLeaseId: id.nullable() }),
  `select "state", "open_until" as "openUntil", "probe_lease_id" as "probeLeaseId" from "census"."lanes" where "name" = $1`,
);

/**
 * Stores a lease with its history and its announcement, if its lane admits it still. `$1` now, `$2` the lane, `$3` the lease,
 * `$4` the turn that is served, `$5` whom, `$6` the attempt, `$7` the worker, `$8` the trace, `$9` what is told; then the record.
 *
 * @param admitted a row if the lane admits it
 */
const lendSql = (admitted: string): string => `
  with "admitted" as (${admitted}), "lent" as (
    update "census"."records" set ${recordSetting(10)} from "admitted" where "user_id" = $5 returning "user_id"
  ), "opened" as (
    insert into "census"."attempts" ("lease_id", "user_id", "attempt", "worker", "lane", "trace_id", "started_at")
    select $3::uuid, "user_id", $6::integer, $7::text, $2::text, $8::uuid, $1::timestamptz from "lent"
  ), "told" as (${announceSql('census', 'census.updated', { payload: '$9', at: '$1', from: '"lent"' })})`;

const lentRule = z.object({ userId: id });

/** A lane whose row another lookup holds just now is not waited for: that one notes as much a moment before or after. */
export const lendRow = prepared(
  'census.lend',
  lentRule,
  `${lendSql(`select 1 from "census"."lanes" where "name" = $2 and "state" = 'closed'`)}, "noted" as (
     update "census"."lanes" set "last_used_at" = $1, "served_turn" = greatest("served_turn", $4)
     where "name" in (
       select "name" from "census"."lanes" where "name" = $2 and "state" = 'closed' and exists (select 1 from "lent")
       for no key update skip locked)
   ) select "user_id" as "userId" from "lent"`,
);

/** A probe is one at a time: whoever comes second waits for the lane, and finds it taken. It is nobody's turn. */
export const lendProbe = prepared(
  'census.lendProbe',
  lentRule,
  `${lendSql(`update "census"."lanes" set "last_used_at" = $1, "probe_lease_id" = $3, "served_turn" = greatest("served_turn", $4)
     where "name" = $2 and "state" = 'open' and "open_until" <= $1 and "probe_lease_id" is null returning 1`)}
   select "user_id" as "userId" from "lent"`,
);
