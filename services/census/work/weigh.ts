import type { EntityManager } from '@mikro-orm/postgresql';
import { sourceOfWay } from '../../../shared/contract/lookups.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { isSourceTrouble } from '../circuit/blame.ts';
import {
  afterOutcome,
  type CircuitPolicy,
  excusedBy,
  isExcused,
  type LookupEnd,
  opensAt,
} from '../circuit/circuit.ts';
import type { RecordRow } from '../record/record.ts';
import { type Excuse, isSuspect } from '../record/refunds.ts';
import type { RetryPolicy } from '../record/retry-policy.ts';
import { AttemptEntity, type LaneRow } from '../store/entities.ts';
import { liveLanes, lockLane, lockTrouble, setCircuit } from '../store/lanes.ts';
import { noteCircuit } from '../store/operations.ts';

/** What weighing a report takes. */
export interface WeighingOnCircuit {
  circuit: CircuitPolicy;
  policy: RetryPolicy;
  now: Date;
}

/**
 * Stores what a report means for its lane's circuit, and writes down whose attempts before it are to be given back.
 * The record is locked before, the lane here.
 *
 * @returns why the attempt does not count for the person; null when it does
 */
export const weighOnCircuit = async (
  em: EntityManager,
  row: RecordRow,
  { leaseId, outcome }: { leaseId: string; outcome: Outcome },
  { circuit: policy, policy: retry, now }: WeighingOnCircuit,
): Promise<Excuse | null> => {
  const found = await findLane(em, leaseId, isSourceTrouble(outcome));
  if (found === null) return null;
  const { lane, startedAt } = found;
  const end = { leaseId, userId: row.userId, startedAt, outcome, suspect: isSuspect(row) };
  const others = await otherLanes(em, lane, now);
  const before = { ...lane };
  const after = afterOutcome(before, end, policy, now, others);
  setCircuit(lane, after);
  await noteCircuit(em, lane.name, { before, after }, now);
  await oweRefunds(
    em,
    excusedBy(before, after, others)
      .map((failing) => failing.leaseId)
      .filter((id) => id !== leaseId),
  );
  if (!isExcused(before, after, end, others)) return null;
  if (before.probeLeaseId !== leaseId) return 'outage';
  await em.flush();
  // Another lane may take it, though not at once: what the probe met may be the person's own doing.
  const soonest = new Date(now.getTime() + (retry.delaysS[0] ?? 0) * 1_000);
  const opens = opensAt(await liveLanes(em, now), now) ?? soonest;
  return { probeAgainAt: opens > soonest ? opens : soonest };
};

/**
 * The same for a report that comes after its lease ran out: it is too late to move the circuit.
 *
 * @returns as `weighOnCircuit`
 */
export const weighLate = async (
  em: EntityManager,
  row: RecordRow,
  { leaseId, outcome }: { leaseId: string; outcome: Outcome },
): Promise<Excuse | null> => {
  const found = await findLane(em, leaseId);
  if (found === null) return null;
  const { lane, startedAt } = found;
  const end: LookupEnd = { leaseId, userId: row.userId, startedAt, outcome, suspect: isSuspect(row) };
  return isExcused(lane, lane, end) ? 'outage' : null;
};

/** @param inTurn after those who report trouble of the same source just now, by whatever lane */
const findLane = async (
  em: EntityManager,
  leaseId: string,
  inTurn = false,
): Promise<{ lane: LaneRow; startedAt: Date } | null> => {
  const attempt = await em.findOne(AttemptEntity, { leaseId });
  if (inTurn && attempt?.lane != null) await lockTrouble(em, sourceOfWay(attempt.lane));
  const lane = await lockLane(em, attempt?.lane);
  return attempt === null || lane === null ? null : { lane, startedAt: attempt.startedAt };
};

/** Of the same source: what another one answers says nothing of this one. */
const otherLanes = async (em: EntityManager, { name }: LaneRow, now: Date): Promise<LaneRow[]> =>
  (await liveLanes(em, now)).filter(
    (lane) => lane.name !== name && sourceOfWay(lane.name) === sourceOfWay(name),
  );

/**
 * Writes down that these attempts are to be given back to their people, whose records may be held by others just now:
 * see `refund.ts`. In one order, because two lanes may owe the same.
 */
const oweRefunds = async (em: EntityManager, leaseIds: readonly string[]): Promise<void> => {
  if (leaseIds.length === 0) return;
  await em.execute(
    `update "census"."attempts" set "refund" = 'owed' where "lease_id" in (
       select "lease_id" from "census"."attempts"
       where "lease_id" in (select value::uuid from jsonb_array_elements_text(?::jsonb)) and "refund" is null
       order by "lease_id" for no key update)`,
    [JSON.stringify(leaseIds)],
  );
};
