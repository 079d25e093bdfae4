import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { afterBreak, type CircuitPolicy, releaseProbe } from '../circuit/circuit.ts';
import { expire, giveBack } from '../record/changes.ts';
import type { RetryPolicy } from '../record/retry-policy.ts';
import { apply } from '../store/apply.ts';
import { AttemptEntity } from '../store/entities.ts';
import { lockLane, setCircuit } from '../store/lanes.ts';
import { noteCircuit } from '../store/operations.ts';
import { closeAttempt, lockLeased } from './attempts.ts';

/**
 * Makes a record due again that a scraper did not look up. When it had asked the site, the attempt counts, unless its
 * lane led nowhere: then the lane rests instead.
 */
export const giveBackLease = (
  em: EntityManager,
  { leaseId, asked, reason, detail }: ActionParams<'census.giveBack'>,
  { policy, circuit, now }: { policy: RetryPolicy; circuit: CircuitPolicy; now: Date },
): Promise<void> =>
  em.transactional(async (tx) => {
    const row = await lockLeased(tx, leaseId);
    if (row === null) return;
    const attempt = await tx.findOne(AttemptEntity, { leaseId });
    const lane = await lockLane(tx, attempt?.lane);
    if (lane !== null && reason === 'lane_failed') {
      const [before, after] = [{ ...lane }, afterBreak(lane, leaseId, circuit, now)];
      setCircuit(lane, after);
      await noteCircuit(tx, lane.name, { before, after }, now);
    } else if (lane?.probeLeaseId === leaseId) setCircuit(lane, releaseProbe(lane, now));
    const counts = asked && reason !== 'lane_failed';
    // Whoever gives back has ended the lookup: no answer comes late.
    const change = counts ? { ...expire(row, policy, now), lastLeaseId: null } : giveBack(row, now);
    await closeAttempt(tx, leaseId, { outcome: reason, detail, source: null }, now);
    await apply(tx, row, change, now);
  });
