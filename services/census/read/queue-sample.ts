import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Status } from '../../../shared/contract/census.ts';
import { moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { isPaused } from '../hold/pause.ts';
import type { PriorityName, QueueSample } from '../metrics.ts';
import { priority } from '../record/priority.ts';
import { liveLanes } from '../store/lanes.ts';

const groupRule = z.object({
  status: word<Status>(),
  priority: z.number(),
  count: z.number(),
  due: z.number(),
  oldest: moment.nullable(),
});
type Group = z.output<typeof groupRule>;

/** Under the names of their metrics, of which dashboards are made: there, a batch is `bulk`. */
const names: readonly [PriorityName, number][] = [
  ['person', priority.person],
  ['single', priority.single],
  ['bulk', priority.batch],
  ['scheduled', priority.scheduled],
];

/** The queue, the circuits and the pause, without a person in them, for whoever watches the portal. */
export const sampleQueue = async (em: EntityManager, now: Date): Promise<QueueSample> => {
  const groups = await readRows(
    em,
    groupRule,
    `select "status", "priority", count(*)::int as count, count(*) filter (where "due_at" <= ?)::int as due,
       min("due_at") filter (where "due_at" <= ?) as oldest
     from "census"."records" where "due_at" is not null or "lease_id" is not null group by 1, 2`,
    [now, now],
  );
  const lanes = await liveLanes(em, now);
  return {
    records: names.flatMap(([name, level]) =>
      groups
        .filter((group) => group.priority === level)
        .map(({ status, count }) => ({ status, priority: name, count })),
    ),
    due: names.map(([name, level]) =>
      dueOf(
        name,
        groups.filter((group) => group.priority === level),
        now,
      ),
    ),
    lanes: lanes.map(({ name, state, probeLeaseId }) => ({
      name,
      circuit: probeLeaseId == null ? state : 'probing',
    })),
    paused: await isPaused(em),
  };
};

const dueOf = (name: PriorityName, groups: readonly Group[], now: Date): QueueSample['due'][number] => {
  const ages = groups.map(({ oldest }) => (oldest === null ? 0 : now.getTime() - oldest.getTime()));
  return {
    priority: name,
    count: groups.reduce((sum, { due }) => sum + due, 0),
    oldestS: Math.max(0, ...ages) / 1_000,
  };
};
