import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Minutes } from '../../../shared/contract/lookups.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { GOOD, OURS } from './outcomes.ts';

const EACH_MS = 5 * 60_000;
const COUNT = 12;

const rowRule = z.object({ ago: z.number(), answered: z.number(), failed: z.number(), ours: z.number() });
const places = (values: readonly string[]): string => values.map(() => '?').join(', ');

/** How the lookups that left in the last hour ended, five minutes at a time, oldest first. */
export const readLastHour = async (em: EntityManager, now: Date): Promise<Minutes[]> => {
  const rows = await readRows(
    em,
    rowRule,
    `select floor(extract(epoch from (?::timestamptz - "started_at")) * 1000 / ${EACH_MS})::int as "ago",
       count(*) filter (where "outcome" in (${places(GOOD)}))::int as "answered",
       count(*) filter (where "outcome" in (${places(OURS)}))::int as "ours",
       count(*) filter (where "outcome" not in (${places([...GOOD, ...OURS])}))::int as "failed"
     from "census"."attempts"
     where "started_at" > ? and "started_at" <= ? and "outcome" is not null group by 1`,
    [now, ...GOOD, ...OURS, ...GOOD, ...OURS, new Date(now.getTime() - COUNT * EACH_MS), now],
  );
  const byAgo = new Map(rows.map(({ ago, ...counts }) => [ago, counts]));
  return Array.from({ length: COUNT }, (_, index) => {
    const ago = COUNT - 1 - index;
    const from = new Date(now.getTime() - (ago + 1) * EACH_MS).toISOString();
    return { from, answered: 0, failed: 0, ours: 0, ...byAgo.get(ago) };
  });
};
