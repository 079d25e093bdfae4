import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { afterOutcome, type CircuitPolicy, isRefusal } from '../circuit/circuit.ts';
import { liveLanes, lockLane, opensAt, setCircuit } from '../circuit/lanes.ts';
import { keepEvidence } from '../evidence/evidence.ts';
import { AttemptEntity, RecordEntity, type RecordRow } from '../persistence/entities.ts';
import { apply } from '../record/apply.ts';
import { complete, completeLate, type Weighing } from '../record/changes.ts';
import { closeAttempt, lockLeased } from './attempts.ts';

export type Report = Pick<ActionParams<'census.complete'>, 'leaseId' | 'outcome' | 'source' | 'evidence'>;

export interface ReportTerms extends Omit<Weighing, 'probeAgainAt'> {
  circuit: CircuitPolicy;
}

/** What became of a report; `late` = stored after its lease had run out. */
export type Reception = 'stored' | 'late' | 'refused';

/**
 * Stores what a lookup found, with its history, its evidence, what it means for the lane's circuit, and its
 * announcement, in one transaction. A late answer counts as long as nothing newer happened to the record; a repeated
 * one changes nothing.
 */
export const completeLease = (em: EntityManager, report: Report, terms: ReportTerms): Promise<Reception> =>
  em.transactional(async (tx) => {
    const { leaseId, outcome } = report;
    const row = await lockLeased(tx, leaseId);
    if (row === null) return completeLateLease(tx, report, terms);
    const probeAgainAt = await weighOnCircuit(tx, leaseId, outcome, terms);
    await store(tx, row, report, complete(row, outcome, { ...terms, probeAgainAt }), terms.now);
    return 'stored';
  });

/** The lease ran out, and no request, lease or answer came after it. */
const completeLateLease = async (
  em: EntityManager,
  report: Report,
  terms: ReportTerms,
): Promise<Reception> => {
  const row = await em.findOne(
    RecordEntity,
    { lastLeaseId: report.leaseId, leaseId: null },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (row === null) return 'refused';
  await store(em, row, report, completeLate(row, report.outcome, terms), terms.now);
  return 'late';
};

const store = async (
  em: EntityManager,
  row: RecordRow,
  { leaseId, outcome, source, evidence }: Report,
  change: ReturnType<typeof complete>,
  now: Date,
): Promise<void> => {
  const failed = outcome.kind === 'failure';
  const end = { outcome: failed ? outcome.failure : outcome.kind, detail: failed ? outcome.detail : null };
  await closeAttempt(em, leaseId, { ...end, source }, now);
  if (failed && evidence != null) await keepEvidence(em, leaseId, evidence, now);
  await apply(em, row, change, now);
};

/** @returns for a probe that was refused, when the next lookup may go; else null */
const weighOnCircuit = async (
  em: EntityManager,
  leaseId: string,
  outcome: Outcome,
  { circuit: policy, now, policy: retry }: ReportTerms,
): Promise<Date | null> => {
  const attempt = await em.findOne(AttemptEntity, { leaseId });
  const lane = await lockLane(em, attempt?.lane);
  if (lane === null) return null;
  const probe = lane.probeLeaseId === leaseId;
  setCircuit(lane, afterOutcome(lane, { leaseId, outcome }, policy, now));
  if (!probe || !isRefusal(outcome)) return null;
  await em.flush();
  // Another lane may take it, though not at once: what refused it may be the person's own doing.
  const soonest = new Date(now.getTime() + (retry.delaysS[0] ?? 0) * 1_000);
  const open = opensAt(await liveLanes(em, now), now) ?? soonest;
  return open > soonest ? open : soonest;
};
