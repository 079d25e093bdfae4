import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { OperationKind } from '../../../shared/contract/lookups.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { probeNow } from '../circuit/circuit.ts';
import { endPause, setPause } from '../hold/pause.ts';
import { liveLanes, lockLane, setCircuit } from '../store/lanes.ts';
import { latestOrder, noteOperation, type Operation } from '../store/operations.ts';

/** Stops all lookups until somebody resumes; those in flight end. */
export const pause = (em: EntityManager, actor: Actor, reason: string, now: Date): Promise<void> =>
  operate(em, actor, 'pause', reason, now, (tx) => setPause(tx, { since: now, by: actor.id, reason }));

/** @param note who it was, when that is nobody with an account */
export const resume = (em: EntityManager, actor: Actor, now: Date, note = ''): Promise<void> =>
  operate(em, actor, 'resume', note, now, endPause);

/**
 * Lets the next due record try each lane that is open, without waiting for its time.
 *
 * @param note who it was, when that is nobody with an account
 */
export const probe = (em: EntityManager, actor: Actor, now: Date, note = ''): Promise<void> =>
  operate(em, actor, 'probe', note, now, async (tx) => {
    for (const { name } of await liveLanes(tx, now)) {
      const lane = await lockLane(tx, name);
      if (lane !== null) setCircuit(lane, probeNow(lane, now));
    }
  });

/** The same once more, so soon after, is the same form sent twice. */
const REPEATED_MS = 3_000;

/** What operators do is written down with it; what they just did is not done, nor written down, again. */
const operate = (
  em: EntityManager,
  actor: Actor,
  kind: OperationKind,
  detail: string,
  now: Date,
  work: (tx: EntityManager) => Promise<void>,
): Promise<void> => {
  authorize(actor, 'operate');
  return em.transactional(async (tx) => {
    const operation = { at: now, by: actor.id, kind, detail };
    if (await isLatest(tx, operation)) return;
    await work(tx);
    await noteOperation(tx, operation);
  });
};

/** Whether it was the latest that anybody did, a moment ago. Two at the same moment come one after the other. */
const isLatest = async (em: EntityManager, { at, ...operation }: Operation): Promise<boolean> => {
  await em.execute(`select pg_advisory_xact_lock(hashtext('censo.census.operations'))`);
  const last = await latestOrder(em);
  if (last === undefined || at.getTime() - last.at.getTime() >= REPEATED_MS) return false;
  return last.by === operation.by && last.kind === operation.kind && last.detail === operation.detail;
};
