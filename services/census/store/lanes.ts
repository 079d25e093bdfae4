import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Circuit, releaseProbe } from '../circuit/circuit.ts';
import { LaneEntity, type LaneRow } from './entities.ts';

/** A lane of which no scraper has spoken for so long is not in use any more. */
const LIVE_MS = 60_000;

/** Notes that a scraper has these lanes; new ones begin closed. */
export const noteLanes = async (em: EntityManager, names: readonly string[], now: Date): Promise<void> => {
  const sorted = [...new Set(names)].sort();
  await em.execute(
    `insert into "census"."lanes" ("name", "state", "refusals", "open_s", "seen_at")
     values ${sorted.map(() => `(?, 'closed', 0, 0, ?)`).join(', ')}
     on conflict ("name") do update set "seen_at" = excluded."seen_at"`,
    sorted.flatMap((name) => [name, now]),
  );
};

/** The lanes in use, least recently used first, so that they take turns. */
export const liveLanes = (em: EntityManager, now: Date): Promise<LaneRow[]> =>
  em.find(
    LaneEntity,
    { seenAt: { $gte: new Date(now.getTime() - LIVE_MS) } },
    { orderBy: { lastUsedAt: 'asc nulls first', name: 'asc' } },
  );

/** One lane for changing; null for a lookup of before there were lanes. */
export const lockLane = async (
  em: EntityManager,
  name: string | null | undefined,
): Promise<LaneRow | null> =>
  name == null ? null : em.findOne(LaneEntity, { name }, { lockMode: LockMode.PESSIMISTIC_WRITE });

/**
 * Whoever notes trouble of a source does so one after the other, whichever their lanes: of two at the same moment neither would
 * see the other's, and an outage would be seen one failure late. Taken after the record and before the lane.
 */
export const lockTrouble = async (em: EntityManager, source: string): Promise<void> => {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`censo.trouble.${source}`]);
};

/** A lease that was a probe has ended without an outcome: its lane, if there is one, lets the next lookup go as the probe. */
export const releaseProbeOf = async (em: EntityManager, leaseId: string, now: Date): Promise<void> => {
  const lane = await em.findOne(
    LaneEntity,
    { probeLeaseId: leaseId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (lane !== null) setCircuit(lane, releaseProbe(lane, now));
};

/** Stores a lane's circuit with the transaction. */
export const setCircuit = (lane: LaneRow, circuit: Circuit): void => {
  Object.assign(lane, circuit);
};
