import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { CircuitPolicy } from '../circuit/circuit.ts';
import type { Change } from '../record/change.ts';
import { complete, completeLate, type Weighing } from '../record/changes.ts';
import { priority } from '../record/priority.ts';
import { RecordEntity, type RecordRow } from '../record/record.ts';
import { apply } from '../store/apply.ts';
import { keepEvidence } from '../store/evidence.ts';
import { nextPersonTurn } from '../store/person-turn.ts';
import { notePlace } from '../store/places.ts';
import { storeQuickly } from './answer.ts';
import { closeAttempt, lockLeased } from './attempts.ts';
import { weighLate, weighOnCircuit } from './weigh.ts';

export type Report = Pick<ActionParams<'census.complete'>, 'leaseId' | 'outcome' | 'source' | 'evidence'> &
  Partial<Pick<ActionParams<'census.complete'>, 'isNext'>>;

export interface ReportTerms extends Omit<Weighing, 'excuse'> {
  circuit: CircuitPolicy;
}

/** What became of a report; `late` = stored after its lease had run out. */
export type Reception = 'stored' | 'late' | 'refused';

/**
 * Stores what a lookup found, with its history, its evidence, whether the place is another, what it means for the lane's circuit, and its
 * announcement, in one transaction. A late answer counts as long as nothing newer happened to the record; a repeated
 * one changes nothing.
 */
export const completeLease = async (
  em: EntityManager,
  report: Report,
  given: ReportTerms,
): Promise<Reception> => {
  const { leaseId, outcome, source, isNext = false } = report;
  const terms = { ...given, source: isNext ? source : null };
  if (outcome.kind !== 'failure' && (await storeQuickly(em, { leaseId, outcome, source }, terms)))
    return 'stored';
  return em.transactional(async (tx) => {
    const row = await lockLeased(tx, leaseId);
    if (row === null) return completeLateLease(tx, report, terms);
    const excuse = await weighOnCircuit(tx, row, report, terms);
    await store(tx, row, report, complete, { ...terms, excuse });
    return 'stored';
  });
};

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
  const excuse = await weighLate(em, row, report);
  await store(em, row, report, completeLate, { ...terms, excuse });
  return 'late';
};

const store = async (
  em: EntityManager,
  row: RecordRow,
  { leaseId, outcome, source, evidence }: Report,
  change: typeof complete,
  weighing: Weighing,
): Promise<void> => {
  const { now, excuse } = weighing;
  const failed = outcome.kind === 'failure';
  const end = { outcome: failed ? outcome.failure : outcome.kind, detail: failed ? outcome.detail : null };
  await closeAttempt(em, leaseId, { ...end, source, refund: excuse == null ? null : 'paid' }, now);
  if (failed && evidence != null) await keepEvidence(em, leaseId, evidence, now);
  const move = outcome.kind === 'active' ? await notePlace(em, row, outcome, source, now) : null;
  const settled = {
    ...change(row, outcome, weighing),
    ...(move === null ? {} : { move }),
  };
  await apply(em, row, await withTurn(em, row, settled, weighing), now);
};

/**
 * Somebody in front of the page who is tried again queues again: at the turn that they had, a crowd whose lookups fail would
 * be before whoever has come since. An outage is nobody's fault and costs nobody their place.
 */
const withTurn = async (
  em: EntityManager,
  row: RecordRow,
  change: Change,
  { excuse }: Weighing,
): Promise<Change> => {
  const isRetry = change.dueAt != null && excuse == null && row.priority === priority.person;
  return isRetry ? { ...change, ...(await nextPersonTurn(em, row)) } : change;
};
