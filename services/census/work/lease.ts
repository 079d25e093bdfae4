import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import type { Lease } from '../../../shared/contract/census.ts';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { type Ask, transact } from '../../../shared/persistence/prepared.ts';
import { admission } from '../circuit/circuit.ts';
import { changed } from '../record/changed.ts';
import { lease } from '../record/changes.ts';
import { priority } from '../record/priority.ts';
import { recordValues } from '../store/record-rows.ts';
import { laneRow, lendProbe, lendRow, nextRow, probeRow, type toChangeRule } from './lease-sql.ts';
import { lastServed } from './service-order.ts';

export interface LeaseTerms {
  worker: string;
  lane: string;
  leaseS: number;
  maxAttempts: number;
  /** Whether checks of old answers are served now. */
  scheduledNow: boolean;
}

type ToChange = z.output<typeof toChangeRule>;

/**
 * Lends the most urgent due record to a worker; null when none is due, lookups are paused, or the lane's circuit
 * lets nobody leave. Two workers never get the same one: a row that another transaction holds is passed over.
 */
export const leaseNext = (em: EntityManager, terms: LeaseTerms, now: Date): Promise<Lease | null> =>
  transact(em, async (ask) => {
    const found = await next(ask, terms, now);
    if (found === null) return null;
    const { toldReferrerId, coordinatorId, ...row } = found.row;
    const { lane, worker, maxAttempts } = terms;
    const leaseId = randomUUID();
    const leaseExpiresAt = new Date(now.getTime() + terms.leaseS * 1_000);
    const traceId = row.traceId ?? randomUUID();
    const change = lease(row, { leaseId, leaseWorker: worker, leasedAt: now, leaseExpiresAt });
    const { after, told } = changed(row, { ...change, traceId }, now);
    const event: DurableEvents['census.updated'] = {
      ...{ userId: row.userId, referrerId: toldReferrerId, coordinatorId },
      ...told,
    };
    // A probe comes back to its place, and nobody's turn has passed.
    const servedTurn = !found.isProbe && row.priority === priority.person ? row.turn : 0;
    const lent = await ask(found.isProbe ? lendProbe : lendRow, [
      ...[now, lane, leaseId, servedTurn, row.userId, after.attempt, worker, traceId],
      ...[JSON.stringify(event), ...recordValues(after)],
    ]);
    if (lent.length === 0) return null;
    return {
      ...{ leaseId, userId: row.userId, cedula: row.cedula, attempt: after.attempt, traceId },
      ...{ lane, maxAttempts, expiresAt: leaseExpiresAt.toISOString() },
    };
  });

const next = async (
  ask: Ask,
  { lane: name, scheduledNow }: LeaseTerms,
  now: Date,
): Promise<{ row: ToChange; isProbe: boolean } | null> => {
  const [row] = await ask(nextRow, [now, lastServed(scheduledNow), name]);
  if (row !== undefined) return { row, isProbe: false };
  const [lane] = await ask(laneRow, [name]);
  if (lane === undefined || admission(lane, now) !== 'probe') return null;
  const [probe] = await ask(probeRow, [now, lastServed(scheduledNow)]);
  return probe === undefined ? null : { row: probe, isProbe: true };
};
