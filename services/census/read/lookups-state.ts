import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import type { LaneState, LookupsState } from '../../../shared/contract/lookups.ts';
import { moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { peopleIn } from '../circuit/streak.ts';
import { presentHold } from '../hold/hold.ts';
import { readPause } from '../hold/pause.ts';
import { priority } from '../record/priority.ts';
import type { LaneRow } from '../store/entities.ts';
import { liveLanes } from '../store/lanes.ts';
import { latestOpenings, latestOperations } from '../store/operations.ts';
import { liveWorkers } from '../store/workers.ts';
import { byStatus } from './by-status.ts';
import { answeredAt, type Forecast, readForecast } from './forecast.ts';
import { readLastHour } from './last-hour.ts';

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
  const lanes = await liveLanes(em, now);
  const openings = await latestOpenings(em);
  const queue = await countQueue(em, now);
  return {
    hold: forecast.hold === null ? null : presentHold(forecast.hold),
    pause: pause === null ? null : { ...pause, since: pause.since.toISOString() },
    lanes: lanes.map((lane) => presentLane(lane, openings.get(lane.name))),
    workers: (await liveWorkers(em, now)).map((worker) => ({
      ...worker,
      seenAt: worker.seenAt.toISOString(),
    })),
    queue,
    statuses: await countStatuses(em),
    pace: {
      intervalMs: Math.round(forecast.intervalMs),
      lookupMs: Math.round(forecast.lookupMs),
      lastDepartureAt: forecast.lastDepartureAt?.toISOString() ?? null,
    },
    lastHour: await readLastHour(em, now),
    emptyAt: emptyAt(queue, lanes, forecast, now)?.toISOString() ?? null,
    operations: (await latestOperations(em, LATEST)).map((row) => ({ ...row, at: row.at.toISOString() })),
  };
};

const LATEST = 20;

/** Nobody can say while all lanes are stopped and none was tried yet. */
const emptyAt = (
  { person, single, bulk, scheduled }: LookupsState['queue'],
  lanes: readonly LaneRow[],
  forecast: Forecast,
  now: Date,
): Date | null => {
  const waiting = person + single + bulk + scheduled;
  const isStopped = lanes.length > 0 && lanes.every(({ state }) => state === 'open');
  if (waiting === 0 || (isStopped && forecast.hold === null)) return null;
  return answeredAt(waiting, forecast, now);
};

const presentLane = (lane: LaneRow, opened: Date | undefined): LaneState => ({
  name: lane.name,
  circuit: lane.probeLeaseId == null ? lane.state : 'probing',
  reason: lane.reason ?? null,
  refusals: lane.refusals,
  failing: peopleIn(lane.streak),
  openUntil: lane.openUntil?.toISOString() ?? null,
  since: lane.state === 'open' ? (opened?.toISOString() ?? null) : null,
  lastUsedAt: lane.lastUsedAt?.toISOString() ?? null,
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
