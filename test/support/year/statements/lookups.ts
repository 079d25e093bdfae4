import { randomUUID } from 'node:crypto';
import type { RecordRow } from '../../../../services/census/record/record.ts';
import type { LaneRow } from '../../../../services/census/store/entities.ts';
import { recordFields } from '../../../../services/census/store/record-rows.ts';
import {
  type Access,
  date,
  NOTHING,
  number,
  type Statement,
  type Statements,
  text,
} from '../store/access.ts';
import { compare } from '../store/filter.ts';
import { announce } from './durable.ts';
import { newestOf } from './places.ts';

const served = { priority: 'asc', turn: 'asc', dueAt: 'asc', userId: 'asc' };

/** The record that is stored, from the values of `recordValues`. */
const recordOf = (values: readonly unknown[]): Partial<RecordRow> =>
  Object.fromEntries(recordFields.map((name, index) => [name, fieldOf(name, values[index])]));

const inJson = new Set<string>(['answer', 'move', 'beforeBatch', 'leftBatch']);
const fieldOf = (name: string, value: unknown): unknown =>
  inJson.has(name) && value !== null ? JSON.parse(text(value)) : value;

const toChange = (on: Access, row: RecordRow): object => {
  const leader = on.get('leaders', row.referrerId ?? '');
  const coordinatorId = leader?.leads === true ? leader.referrerId : null;
  return { ...row, toldReferrerId: row.referrerId, coordinatorId };
};

const nextDue =
  (order: Record<string, string>): Statement =>
  async (on, [now, last]) => {
    if (on.all('pause').length > 0) return NOTHING;
    const found = await on.choose(
      'records',
      ({ dueAt, priority, suspended }) =>
        dueAt != null && dueAt <= date(now) && priority <= number(last) && !suspended,
      { sort: compare(order), limit: 1, skipLocked: true },
    );
    return found.map((row) => toChange(on, row));
  };

const next = nextDue(served);

/** As Postgres gives every version of a row a number. */
const versions = new WeakMap<RecordRow, string>();
let given = 0;
const versionOf = (row: RecordRow): string => {
  const version = versions.get(row) ?? String(++given);
  versions.set(row, version);
  return version;
};

/** Changes a lane, unless somebody else has it. */
const note = async (
  on: Access,
  which: (lane: LaneRow) => boolean,
  change: (lane: LaneRow) => Partial<LaneRow>,
): Promise<void> => {
  for (const lane of await on.choose('lanes', which, { skipLocked: true }))
    on.put('lanes', { ...lane, ...change(lane) });
};

const isQuiet = ({ state, refusals, reason, openS, streak }: LaneRow): boolean =>
  state === 'closed' && refusals === 0 && reason == null && openS === 0 && streak.length === 0;

const lend = async (on: Access, values: readonly unknown[]): Promise<readonly object[]> => {
  const [at, lane, lease, , userId, attempt, worker, trace, told, ...record] = values;
  const [now, leaseId] = [date(at), text(lease)];
  await on.update(
    'records',
    (row) => row.userId === userId,
    () => recordOf(record),
  );
  await on.insert('attempts', {
    ...{ leaseId, userId: text(userId), attempt: number(attempt), worker: text(worker) },
    ...{ lane: text(lane), traceId: text(trace), startedAt: now },
    ...{ source: null, finishedAt: null, outcome: null, detail: null, refund: null },
  });
  announce(on, 'census.updated', told, now);
  return [{ userId }];
};

/** What nearly every lookup asks: see `work/lease-sql.ts` and `work/answer-sql.ts` of the census. */
export const lookupStatements: Statements = {
  'with "next" as': (on, values) =>
    on.get('lanes', text(values[2]))?.state === 'closed' ? next(on, values) : NOTHING,
  'with "probe" as': nextDue({ leasedAt: 'asc nulls first', ...served }),
  'select "state", "open_until" as "openUntil"': (on, [name]) => {
    const lane = on.get('lanes', text(name));
    return lane === undefined ? NOTHING : [lane];
  },
  'with "admitted" as (select': async (on, values) => {
    const [now, lane, , turn] = values;
    const isClosed = ({ name, state }: LaneRow) => name === lane && state === 'closed';
    if (!on.all('lanes').some(isClosed)) return NOTHING;
    const lent = await lend(on, values);
    await note(on, isClosed, ({ servedTurn }) => ({
      ...{ lastUsedAt: date(now), servedTurn: Math.max(servedTurn, number(turn)) },
    }));
    return lent;
  },
  'with "admitted" as (update': async (on, values) => {
    const [at, lane, leaseId] = values;
    const now = date(at);
    const admitted = await on.update(
      'lanes',
      ({ name, openUntil, probeLeaseId }) =>
        name === lane && openUntil != null && openUntil <= now && probeLeaseId == null,
      () => ({ lastUsedAt: now, probeLeaseId: text(leaseId) }),
    );
    return admitted.length === 0 ? NOTHING : lend(on, values);
  },
  'select (select "name" from "census"."lanes"': (on, [leaseId]) => {
    const attempt = on.get('attempts', text(leaseId));
    const row = attempt === undefined ? undefined : on.get('records', attempt.userId);
    if (row === undefined || row.leaseId !== leaseId) return NOTHING;
    const [place = null] = newestOf(on, row.userId);
    const quietLane =
      on.all('lanes').find((lane) => lane.name === attempt?.lane && isQuiet(lane))?.name ?? null;
    return [{ quietLane, rowVersion: versionOf(row), ...toChange(on, row), place }];
  },
  'with "held" as': async (on, values) => {
    const [at, rowVersion, laneName, leaseId, outcome, from, told, staysAt, since, words] = values;
    const [batchId, userId, ...record] = values.slice(10);
    const [now, source] = [date(at), text(from)];
    if (!on.all('lanes').some((lane) => lane.name === laneName && isQuiet(lane))) return NOTHING;
    const held = await on.choose('records', (row) => row.userId === userId && versionOf(row) === rowVersion);
    if (held.length === 0) return NOTHING;
    await on.update(
      'records',
      (row) => row.userId === userId,
      () => recordOf(record),
    );
    await on.update(
      'attempts',
      (row) => row.leaseId === leaseId,
      () => ({ outcome: text(outcome), detail: null, source, refund: null, finishedAt: now }),
    );
    const place = words === null ? null : JSON.parse(text(words));
    await on.update(
      'places',
      ({ id }) => id === staysAt,
      ({ lastAt }) => ({ ...place, source, lastAt: now > lastAt ? now : lastAt }),
    );
    if (since !== null) {
      const firstAt = date(since);
      await on.insert('places', {
        ...{ id: randomUUID(), userId: text(userId), ...place, source },
        ...{ firstAt, lastAt: firstAt },
      });
    }
    await on.update(
      'batches',
      ({ id }) => id === batchId,
      ({ done, total, finishedAt }) => ({
        done: done + 1,
        finishedAt: done + 1 === total ? (finishedAt ?? now) : finishedAt,
      }),
    );
    await note(
      on,
      ({ name, state }) => name === laneName && state === 'closed',
      ({ answeredAt }) => ({ answeredAt: answeredAt != null && answeredAt > now ? answeredAt : now }),
    );
    announce(on, 'census.updated', told, now);
    return [{ userId }];
  },
};
