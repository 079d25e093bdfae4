import { type Access, date, list, NOTHING, number, type Statements, text } from '../store/access.ts';
import { StoreError } from '../store/checks.ts';
import type { BatchRow } from '../store/tables.ts';

const openOf = (on: Access, requestedBy: unknown): BatchRow | undefined =>
  on.all('batches').find((row) => row.requestedBy === requestedBy && row.finishedAt === null);

/** Puts a batch, of which an owner has one open at the most. */
const put = (on: Access, batch: BatchRow): void => {
  const open = batch.finishedAt === null ? openOf(on, batch.requestedBy) : undefined;
  if (open !== undefined && open.id !== batch.id) throw new StoreError('23505', 'batches_open');
  on.put('batches', batch);
};

const byPosition = (a: { position: number }, b: { position: number }): number => a.position - b.position;

/** What the refresh of many asks. */
export const batchStatements: Statements = {
  'select pg_advisory_xact_lock(hashtextextended(?, 0))': async (on, [name]) => {
    await on.lock(text(name));
    return NOTHING;
  },
  'select pg_advisory_xact_lock_shared(hashtextextended(?, 0))': async (on, [name]) => {
    await on.lock(text(name), true);
    return NOTHING;
  },
  'insert into "census"."batches"': async (on, [id, requestedBy, role, requestedAt]) => {
    const requestedAs = text(role);
    const open = openOf(on, requestedBy);
    if (open !== undefined) {
      const [batch] = await on.update(
        'batches',
        (row) => row.id === open.id,
        () => ({ requestedAs }),
      );
      if (batch !== undefined) return [{ id: batch.id }];
    }
    put(on, {
      ...{ id: text(id), requestedBy: text(requestedBy), requestedAs, requestedAt: date(requestedAt) },
      ...{ total: 0, done: 0, failed: 0, skipped: 0, submissions: {}, cancelledAt: null, finishedAt: null },
    });
    return [{ id }];
  },
  'insert into "census"."batch_members"': async (on, [batchId, userIds]) => {
    const added: object[] = [];
    for (const userId of list(userIds)) {
      const row = { batchId: text(batchId), userId, position: on.store.nextId() };
      if ((await on.insert('batch_members', row)) === undefined) added.push({ id: userId });
    }
    return added;
  },
  'update "census"."batches" set "total" = "total" + ?': (on, [added, , now, id]) =>
    on.update(
      'batches',
      (row) => row.id === id,
      ({ total, done }) => ({
        total: total + number(added),
        finishedAt: total + number(added) === done ? date(now) : null,
      }),
    ),
  'select "id" from "census"."batches" where "requested_by" = ? and "finished_at" is null': (
    on,
    [requestedBy],
  ) => {
    const open = openOf(on, requestedBy);
    return open === undefined ? NOTHING : [{ id: open.id }];
  },
  'select 1 from "census"."batches" where "requested_by" = ? and "finished_at" is null': (
    on,
    [requestedBy],
  ) => (openOf(on, requestedBy) === undefined ? NOTHING : [{}]),
  'select "id" from "census"."batches" where "requested_by" = ?': (on, [requestedBy]) =>
    on.all('batches').filter((row) => row.requestedBy === requestedBy),
  'select "id" as "batchId", ("submissions" ->> ?)::int as queued': (on, [submission, requestedBy]) =>
    on
      .all('batches')
      .filter((row) => row.requestedBy === requestedBy && text(submission) in row.submissions)
      .sort((a, b) => b.requestedAt.getTime() - a.requestedAt.getTime())
      .slice(0, 1)
      .map(({ id, submissions }) => ({ batchId: id, queued: submissions[text(submission)] })),
  'update "census"."batches" set "submissions" =': (on, [submission, queued, id]) =>
    on.update(
      'batches',
      (row) => row.id === id,
      ({ submissions }) => ({ submissions: { ...submissions, [text(submission)]: number(queued) } }),
    ),
  'select "finished_at" is not null as finished from "census"."batches"': async (on, [id, requestedBy]) => {
    const rows = await on.choose('batches', (row) => row.id === id && row.requestedBy === requestedBy);
    return rows.map(({ finishedAt }) => ({ finished: finishedAt !== null }));
  },
  'delete from "census"."batch_members" where "batch_id" = ?': (on, [batchId]) =>
    on.remove('batch_members', (row) => row.batchId === batchId),
  'update "census"."batches" set "cancelled_at" = ?, "finished_at" = ?': (
    on,
    [cancelledAt, finishedAt, id],
  ) =>
    on.update(
      'batches',
      (row) => row.id === id,
      () => ({ cancelledAt: date(cancelledAt), finishedAt: date(finishedAt) }),
    ),
  'select b."id" from "census"."batches" b': (on, [now, ahead, limit]) =>
    on
      .all('batches')
      .filter(
        ({ id, finishedAt }) =>
          finishedAt === null &&
          on.all('batch_members').some(({ batchId }) => batchId === id) &&
          on
            .all('records')
            .filter(({ batchId, dueAt }) => batchId === id && dueAt != null && dueAt <= date(now)).length <
            number(ahead),
      )
      .sort((a, b) => a.requestedAt.getTime() - b.requestedAt.getTime())
      .slice(0, number(limit)),
  'select "requested_by" as id, "requested_as" as role from "census"."batches"': async (on, [id]) => {
    const rows = await on.choose('batches', (row) => row.id === id && row.finishedAt === null);
    return rows.map(({ requestedBy, requestedAs }) => ({ id: requestedBy, role: requestedAs }));
  },
  'select "user_id" as "userId", "position" from "census"."batch_members"': (on, [batchId, behind, limit]) =>
    on
      .all('batch_members')
      .filter((row) => row.batchId === batchId && row.position > number(behind))
      .sort(byPosition)
      .slice(0, number(limit)),
  'select "user_id" as id from "census"."records" where "user_id" in': (on, [userIds]) =>
    list(userIds)
      .filter((userId) => on.get('records', userId) !== undefined)
      .map((id) => ({ id })),
  'delete from "census"."batch_members" where "batch_id" = ? and "user_id" in': (on, [batchId, userIds]) => {
    const gone = new Set(list(userIds));
    return on.remove('batch_members', (row) => row.batchId === batchId && gone.has(row.userId));
  },
  'select "requested_by" as "requestedBy", "cancelled_at" is not null as cancelled': async (on, [id]) => {
    const rows = await on.choose('batches', (row) => row.id === id);
    return rows.map(({ requestedBy, cancelledAt, finishedAt }) => ({
      ...{ requestedBy, cancelled: cancelledAt !== null, finished: finishedAt !== null },
    }));
  },
  'update "census"."batches" set "done" = "done" - 1': async (on, [id]) => {
    for (const row of await on.choose('batches', (one) => one.id === id))
      put(on, { ...row, done: row.done - 1, failed: row.failed - 1, finishedAt: null });
    return NOTHING;
  },
  'update "census"."batches" set "done" = "done" + ?': (on, [members, failed, skipped, , now, id]) =>
    on.update(
      'batches',
      (row) => row.id === id,
      (row) => {
        const done = row.done + number(members);
        const counted = { done, failed: row.failed + number(failed), skipped: row.skipped + number(skipped) };
        return done === row.total ? { ...counted, finishedAt: row.finishedAt ?? date(now) } : counted;
      },
    ),
};
