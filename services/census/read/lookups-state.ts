import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import type { LaneState, LookupsState, OperationKind } from '../../../shared/contract/lookups.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { peopleIn } from '../circuit/streak.ts';
import { presentHold } from '../hold/hold.ts';
import { readPause } from '../hold/pause.ts';
import { priority } from '../record/priority.ts';
import type { LaneRow } from '../store/entities.ts';
import { liveLanes } from '../store/lanes.ts';
import { liveWorkers } from '../store/workers.ts';
import { byStatus } from './by-status.ts';
import { readForecast } from './forecast.ts';

/**
 * The state of all lookups, without a person in it.
 *
 * @throws AppError `forbidden` (403)
 */
export const readLookupsState = async (
  em: EntityManager,
  actor: Actor,
  spacingMs: number,
  now: Date,
): Promise<LookupsState> => {
  authorize(actor, 'operate');
  const forecast = await readForecast(em, spacingMs, now);
  const pause = await readPause(em);
  return {
    hold: forecast.hold === null ? null : presentHold(forecast.hold),
    pause: pause === null ? null : { since: pause.since.toISOString(), reason: pause.reason },
    lanes: (await liveLanes(em, now)).map(presentLane),
    workers: (await liveWorkers(em, now)).map((worker) => ({
      ...worker,
      seenAt: worker.seenAt.toISOString(),
    })),
    queue: await countQueue(em, now),
    statuses: await countStatuses(em),
    pace: {
      intervalMs: Math.round(forecast.intervalMs),
      lookupMs: Math.round(forecast.lookupMs),
      lastDepartureAt: forecast.lastDepartureAt?.toISOString() ?? null,
    },
    operations: await latestOperations(em),
  };
};

const presentLane = ({
  name,
  state,
  probeLeaseId,
  reason,
  refusals,
  streak,
  openUntil,
  lastUsedAt,
}: LaneRow): LaneState => ({
  name,
  circuit: probeLeaseId == null ? state : 'probing',
  reason: reason ?? null,
  refusals,
  failing: peopleIn(streak),
  openUntil: openUntil?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

const queueRule = z.object({
  person: z.number(),
  single: z.number(),
  bulk: z.number(),
  scheduled: z.number(),
  later: z.number(),
  running: z.number(),
  oldest: moment.nullable(),
});

const countQueue = async (em: EntityManager, now: Date): Promise<LookupsState['queue']> => {
  const due = (level: number) => `count(*) filter (where "due_at" <= ? and "priority" = ${level})::int`;
  const [row] = await readRows(
    em,
    queueRule,
    `select ${due(priority.person)} as person, ${due(priority.single)} as single, ${due(priority.batch)} as bulk,
       ${due(priority.scheduled)} as scheduled, count(*) filter (where "due_at" > ?)::int as later,
       count(*) filter (where "lease_id" is not null)::int as running,
       min("due_at") filter (where "due_at" <= ?) as oldest
     from "census"."records" where "due_at" is not null or "lease_id" is not null`,
    Array.from({ length: 6 }, () => now),
  );
  if (row === undefined) throw new Error('a count without a group by has one row');
  const { oldest, ...counts } = row;
  return { ...counts, oldestDueAt: oldest?.toISOString() ?? null };
};

const countStatuses = async (em: EntityManager): Promise<Record<Status, number>> => {
  const rows = await readRows(
    em,
    z.object({ status: word<Status>(), count: z.number() }),
    'select "status", count(*)::int as count from "census"."records" group by "status"',
  );
  return byStatus(rows);
};

const LATEST = 20;

const latestOperations = async (em: EntityManager): Promise<LookupsState['operations']> => {
  const rows = await readRows(
    em,
    z.object({ at: moment, by: id, kind: word<OperationKind>(), detail: z.string() }),
    'select "at", "by", "kind", "detail" from "census"."operations" order by "id" desc limit ?',
    [LATEST],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
};
