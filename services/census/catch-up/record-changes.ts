import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Status, VotingPlace } from '../../../shared/contract/census.ts';
import { type ChangesPage, type RecordChange, START_OF_IDS } from '../../../shared/contract/changes.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { placeKeyOf } from '../../../shared/place/municipio-key.ts';
import { waitedNow } from '../record/waited.ts';
import { subjectsOf } from '../store/leaders.ts';

const rowRule = z.object({
  userId: id,
  referrerId: id.nullable(),
  status: word<Status>(),
  version: z.number(),
  /** As it was stored, by whichever release. */
  answer: z.custom<Partial<VotingPlace>>((value) => typeof value === 'object' && value !== null).nullable(),
  updatedAt: moment,
  /** The same as text, whose microseconds a Date would lose. */
  changedAt: z.string(),
  dueAt: moment.nullable(),
  requestedBy: id.nullable(),
  answeredAt: moment.nullable(),
  placeChangedAt: moment.nullable(),
  retryAt: moment.nullable(),
});

/** The portal writes whole milliseconds; who changed rows by hand did not, and a page of their moment must not come again and again. */
const CHANGED_AT = `regexp_replace(to_char("updated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '000$', '') || 'Z'`;

/** One page of records that changed behind a cursor, the oldest change first. */
export const listRecordChanges = async (
  em: EntityManager,
  { after, limit }: ActionParams<'census.changes'>,
): Promise<ChangesPage<RecordChange>> => {
  const rows = await readRows(
    em,
    rowRule,
    `select "user_id" as "userId", "referrer_id" as "referrerId", "status", "version", "updated_at" as "updatedAt", ${CHANGED_AT} as "changedAt",
       "due_at" as "dueAt", "requested_by" as "requestedBy", "answered_at" as "answeredAt",
       "move" ->> 'changedAt' as "placeChangedAt",
       case when "status" in ('ERROR', 'TIMEOUT', 'BLOCKED') then "due_at" end as "retryAt",
       case when "answer" ->> 'kind' = 'active' then "answer" end as "answer"
     from "census"."records"
     where ("updated_at", "user_id") > (?::timestamptz, ?::uuid) order by "updated_at", "user_id" limit ?`,
    [after?.at ?? '-infinity', after?.id ?? START_OF_IDS, limit + 1],
  );
  const page = rows.slice(0, limit).map((row) => {
    const { userId, referrerId, status, version, updatedAt, changedAt, answer, placeChangedAt, retryAt } =
      row;
    const waited = waitedNow(row, updatedAt);
    return {
      ...{ userId, referrerId, status, version },
      place: answer === null ? null : placeKeyOf(answer),
      placeChangedAt: placeChangedAt?.toISOString() ?? null,
      retryAt: retryAt?.toISOString() ?? null,
      changedAt,
      ...(waited === null ? {} : { waited }),
    };
  });
  const subjects = await subjectsOf(em, page);
  const items = page.map((item) => ({
    ...item,
    coordinatorId: subjects.get(item.userId)?.coordinatorId ?? null,
  }));
  return { items, more: rows.length > limit };
};
