import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionResult } from '../../../shared/contract/actions.ts';
import { sourceOfWay } from '../../../shared/contract/lookups.ts';
import { admission, opensAt } from '../circuit/circuit.ts';
import { isPaused } from '../hold/pause.ts';
import { RecordEntity } from '../record/record.ts';
import { lookupCounts } from '../store/consent-floor.ts';
import { liveLanes, noteLanes } from '../store/lanes.ts';
import { lastServed } from './service-order.ts';

/**
 * Is there something to look up now, and by which of the scraper's lanes? If not, when to ask again; null = when told.
 *
 * @param lanes the names of the scraper's lanes: it has said now that it has them
 */
export const nextDue = async (
  em: EntityManager,
  { lanes, scheduledNow }: { lanes: readonly string[]; scheduledNow: boolean },
  now: Date,
): Promise<ActionResult<'census.due'>> => {
  const nothing = (at: Date | null) => ({ due: false, nextDueAt: at?.toISOString() ?? null, lane: null });
  await noteLanes(em, lanes, now);
  if (await isPaused(em)) return nothing(null);
  const [row] = await em.find(
    RecordEntity,
    {
      ...{ dueAt: { $ne: null }, suspended: false, priority: { $lte: lastServed(scheduledNow) } },
      ...(await lookupCounts(em)),
    },
    { orderBy: { dueAt: 'asc' }, limit: 1 },
  );
  const dueAt = row?.dueAt ?? null;
  if (dueAt === null || dueAt > now) return nothing(dueAt);
  const own = (await liveLanes(em, now)).filter(({ name }) => lanes.includes(name));
  // The sources in the scraper's order; among the lanes of one the least recently used.
  const sources = [...new Set(lanes.map(sourceOfWay))];
  const lane = sources
    .flatMap((source) => own.filter(({ name }) => sourceOfWay(name) === source))
    .find((candidate) => admission(candidate, now) !== 'refused');
  if (lane === undefined) return nothing(opensAt(own, now));
  return { due: true, nextDueAt: dueAt.toISOString(), lane: lane.name };
};
