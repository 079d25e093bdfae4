import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { AttemptOutcome } from '../../../shared/contract/history.ts';
import type { OwnBatch, OwnHistory, OwnPlace, OwnRecord } from '../../../shared/contract/own-data.ts';
import { AppError } from '../../../shared/errors.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { placeWords } from '../../../shared/place/another-place.ts';
import { RecordEntity, type RecordRow } from '../record/record.ts';
import { placesOf } from '../store/places.ts';

const rowRule = z.object({
  leaseId: id,
  startedAt: moment,
  finishedAt: moment.nullable(),
  outcome: word<AttemptOutcome>().nullable(),
  source: z.string().nullable(),
});
const batchRule = z.object({
  requestedAt: moment,
  ...{ total: z.number(), done: z.number(), failed: z.number(), skipped: z.number() },
  ...{ cancelledAt: moment.nullable(), finishedAt: moment.nullable() },
});

/** More refreshes of many than the census keeps of anybody. */
const MOST_BATCHES = 1_000;

/** Behind which attempt a page begins; an id is nobody's secret, and finds nothing of another's. */
const cursorRule = z.tuple([z.iso.datetime(), id]);

/**
 * What the census keeps of the actor, and a page of the lookups that were made, newest first. Nothing is there of who
 * never had a record.
 *
 * @throws AppError `validation` (400) when the cursor is none of ours
 */
export const readOwnHistory = async (
  em: EntityManager,
  { actor, cursor, limit }: ActionParams<'census.ownHistory'>,
): Promise<OwnHistory> => {
  const [at, leaseId] = cursor === undefined ? ['infinity', NO_LEASE] : readCursor(cursor);
  const rows = await readRows(
    em,
    rowRule,
    `select "lease_id" as "leaseId", "started_at" as "startedAt", "finished_at" as "finishedAt", "outcome", "source"
     from "census"."attempts"
     where "user_id" = ? and ("started_at", "lease_id") < (?::timestamptz, ?::uuid)
     order by "started_at" desc, "lease_id" desc limit ?`,
    [actor.id, at, leaseId, limit + 1],
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const isFirst = cursor === undefined;
  const row = isFirst ? await em.findOne(RecordEntity, { userId: actor.id }) : null;
  return {
    record: row === null ? null : presentRecord(row),
    places: row === null ? [] : await readPlaces(em, row),
    batches: isFirst ? await readBatches(em, actor.id) : [],
    items: items.map(({ startedAt, finishedAt, outcome, source }) => ({
      ...{ startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null },
      ...{ outcome, source },
    })),
    next: rows.length > limit && last !== undefined ? writeCursor(last) : null,
  };
};

const NO_LEASE = '00000000-0000-0000-0000-000000000000';

const presentRecord = (row: RecordRow): OwnRecord => {
  const { userId, status, cedula, attempt, answer = null, errorCode = null, requestedBy, move } = row;
  return {
    ...{ status, cedula, attempt, answer, error: errorCode },
    answeredAt: row.answeredAt?.toISOString() ?? null,
    move: move == null ? null : { changedAt: move.changedAt, seenAt: move.seenAt },
    requestedAt: row.requestedAt.toISOString(),
    requestedBy: requestedBy == null ? null : requestedBy === userId ? 'self' : 'other',
    dueAt: row.dueAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
};

/** Who was not answered since places are written down has the one of their answer. */
const readPlaces = async (
  em: EntityManager,
  { userId, answer, answeredAt }: RecordRow,
): Promise<OwnPlace[]> => {
  const known = await placesOf(em, userId);
  if (known.length > 0 || answer?.kind !== 'active' || answeredAt == null)
    return known.map(({ firstAt, lastAt, ...place }) => ({
      ...place,
      from: firstAt.toISOString(),
      until: lastAt.toISOString(),
    }));
  const at = answeredAt.toISOString();
  return [{ ...placeWords(answer), source: null, from: at, until: at }];
};

const readBatches = async (em: EntityManager, userId: string): Promise<OwnBatch[]> => {
  const rows = await readRows(
    em,
    batchRule,
    `select "requested_at" as "requestedAt", "total", "done", "failed", "skipped",
       "cancelled_at" as "cancelledAt", "finished_at" as "finishedAt"
     from "census"."batches" where "requested_by" = ? order by "requested_at" desc limit ?`,
    [userId, MOST_BATCHES],
  );
  return rows.map(({ requestedAt, cancelledAt, finishedAt, ...counts }) => ({
    ...counts,
    requestedAt: requestedAt.toISOString(),
    cancelledAt: cancelledAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  }));
};

const writeCursor = ({ startedAt, leaseId }: z.output<typeof rowRule>): string =>
  Buffer.from(JSON.stringify([startedAt.toISOString(), leaseId])).toString('base64url');

const readCursor = (cursor: string): [string, string] => {
  try {
    return cursorRule.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (error) {
    throw new AppError('validation', 'El enlace a esta página no es válido: vuelva al comienzo.', {
      status: 400,
      fields: { cursor: 'No es válido.' },
      cause: error,
    });
  }
};
