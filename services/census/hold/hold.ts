import type { EntityManager } from '@mikro-orm/postgresql';
import type { Hold, HoldReason } from '../../../shared/contract/census.ts';
import { admission } from '../circuit/circuit.ts';
import { RecordEntity } from '../record/record.ts';
import { liveLanes } from '../store/lanes.ts';
import type { Worker } from '../store/workers.ts';
import { holdMessage } from './hold-message.ts';
import { isPaused } from './pause.ts';

/** Why no lookup leaves, and when that ends by itself; null = nobody knows. */
export interface HoldState {
  reason: HoldReason;
  until: Date | null;
}

/** What keeps every lookup from leaving now; null when nothing does. The one that lasts longest comes first. */
export const readHold = async (
  em: EntityManager,
  workers: readonly Worker[],
  now: Date,
): Promise<HoldState | null> => {
  if (await isPaused(em)) return { reason: 'paused', until: null };
  if (workers.length > 0) return holdOfWorkers(workers) ?? (await holdOfLanes(em, now));
  return (await somebodyWaitsLong(em, now)) ? { reason: 'no_scraper', until: null } : null;
};

/** At a start scrapers come a few seconds after the portal: that is no reason to worry anybody. */
const PATIENCE_MS = 30_000;

const somebodyWaitsLong = async (em: EntityManager, now: Date): Promise<boolean> =>
  (await em.findOne(
    RecordEntity,
    { dueAt: { $lt: new Date(now.getTime() - PATIENCE_MS) } },
    { fields: ['userId'] },
  )) !== null;

const holdOfWorkers = (workers: readonly Worker[]): HoldState | null => {
  if (workers.every(({ trouble }) => trouble === 'pace')) return { reason: 'no_pace', until: null };
  if (workers.every(({ trouble }) => trouble === 'browser')) return { reason: 'no_browser', until: null };
  return null;
};

const holdOfLanes = async (em: EntityManager, now: Date): Promise<HoldState | null> => {
  const lanes = await liveLanes(em, now);
  if (lanes.length === 0 || lanes.some((lane) => admission(lane, now) !== 'refused')) return null;
  // All rest: the first to be tried again says why and until when; one that is being probed may be back any moment.
  const first = lanes.toSorted((a, b) => Number(a.openUntil) - Number(b.openUntil))[0];
  if (first?.reason == null) return null;
  const until = first.openUntil != null && first.openUntil > now ? first.openUntil : null;
  return { reason: first.reason, until };
};

export const presentHold = ({ reason, until }: HoldState): Hold => ({
  reason,
  until: until?.toISOString() ?? null,
  message: holdMessage(reason),
});
