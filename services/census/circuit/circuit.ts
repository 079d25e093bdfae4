import type { HoldReason } from '../../../shared/contract/census.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { isAnswer, isRefusal, isSourceTrouble, type SourceTrouble } from './blame.ts';
import { type Failing, inARow, peopleIn, type Streak, withFailing } from './streak.ts';

/**
 * A lane's circuit, as pure functions. Closed, lookups leave. Refusals in a row open it, and so do several people in a row
 * whose lookups fail by nothing of theirs: nobody leaves until `openUntil`, then one lookup goes as a probe. Its answer
 * closes the circuit, another failure opens it for longer.
 */
export interface Circuit extends Streak {
  state: 'closed' | 'open';
  /** Refusals of one kind in a row. */
  refusals: number;
  /** That kind; while open, why. */
  reason?: HoldReason | null | undefined;
  openS: number;
  openUntil?: Date | null | undefined;
  probeLeaseId?: string | null | undefined;
  /** When a probe closed it the last time: what left before belongs to the trouble that is over. */
  closedAt?: Date | null | undefined;
}

/** Durations in seconds. */
export interface CircuitPolicy {
  /** Refusals in a row that open the circuit, whoever they are about. */
  threshold: number;
  /** After refusals: the site does not want us, and is left alone for long. */
  openS: number;
  maxOpenS: number;
  /** Different people in a row whose lookups fail by trouble of the source, of whatever kinds. */
  people: number;
  /** After an outage: people wait, and one lookup now and then is no burden. */
  outageOpenS: number;
  outageMaxOpenS: number;
}

/** How a lookup ended. */
export interface LookupEnd {
  leaseId: string;
  userId: string;
  startedAt: Date;
  outcome: Outcome;
  /** This person fails also when others are answered: their failure says nothing about the source. */
  suspect?: boolean;
}

/** A lane that leads nowhere is tried again sooner than one that is refused: nobody is bothered by it. */
const BROKEN_OPEN_S = 60;

export const closed: Circuit = {
  state: 'closed',
  refusals: 0,
  reason: null,
  openS: 0,
  openUntil: null,
  probeLeaseId: null,
  streak: [],
};

/** May a lookup leave now: as usual, as the probe, or not at all? */
export const admission = (
  circuit: Pick<Circuit, 'state' | 'openUntil' | 'probeLeaseId'>,
  now: Date,
): 'closed' | 'probe' | 'refused' => {
  if (circuit.state === 'closed') return 'closed';
  const rested = circuit.openUntil != null && circuit.openUntil <= now;
  return rested && circuit.probeLeaseId == null ? 'probe' : 'refused';
};

/**
 * From when a lookup may leave by a lane of these circuits: now when one admits; null when nobody knows, because there is none
 * or what rests is being probed.
 */
export const opensAt = (circuits: readonly Circuit[], now: Date): Date | null => {
  if (circuits.some((circuit) => admission(circuit, now) !== 'refused')) return now;
  const times = circuits.map((circuit) => circuit.openUntil).filter((until) => until != null && until > now);
  return times.length === 0 ? null : new Date(Math.min(...times.map(Number)));
};

/**
 * What a lookup's outcome does to the circuit. Only answers and trouble of the source count: a crash of ours says nothing
 * about the site.
 *
 * @param others the circuits of the other lanes in use
 */
export const afterOutcome = (
  circuit: Circuit,
  end: LookupEnd,
  policy: CircuitPolicy,
  now: Date,
  others: readonly Circuit[] = [],
): Circuit => {
  const { leaseId, userId, outcome, suspect } = end;
  if (circuit.probeLeaseId === leaseId) return afterProbe(circuit, end, policy, now);
  // It left before the circuit opened: it says nothing about now.
  if (circuit.state === 'open') return circuit;
  if (isAnswer(outcome)) return { ...circuit, ...closed, answeredAt: now };
  if (!isSourceTrouble(outcome) || leftBeforeClosing(circuit, end)) return circuit;
  const failing = { userId, leaseId, at: now.toISOString() };
  const counted = {
    ...withRefusal(circuit, outcome.failure),
    streak: suspect === true ? circuit.streak : withFailing(circuit.streak, failing),
  };
  const isOutage = peopleIn(inARow(counted, others)) >= policy.people;
  const refusesAgain = isRefusal(outcome.failure) && counted.refusals >= policy.people;
  if (counted.refusals >= policy.threshold || (isOutage && refusesAgain))
    return open(counted, counted.reason, policy.openS, now);
  return isOutage ? open(counted, outcome.failure, policy.outageOpenS, now) : counted;
};

const withRefusal = (circuit: Circuit, kind: SourceTrouble): Circuit => {
  if (!isRefusal(kind)) return circuit;
  return { ...circuit, refusals: circuit.reason === kind ? circuit.refusals + 1 : 1, reason: kind };
};

const leftBeforeClosing = ({ closedAt }: Circuit, { startedAt }: LookupEnd): boolean =>
  closedAt != null && startedAt < closedAt;

const afterProbe = (
  circuit: Circuit,
  { outcome, suspect }: LookupEnd,
  policy: CircuitPolicy,
  now: Date,
): Circuit => {
  if (isAnswer(outcome)) return { ...circuit, ...closed, answeredAt: now, closedAt: now };
  if (!isSourceTrouble(outcome)) return releaseProbe(circuit, now);
  const { reason, openS } = circuit;
  if (suspect === true) return open(circuit, reason, openS, now);
  if (isRefusal(outcome.failure)) {
    const refused = { ...circuit, refusals: circuit.refusals + 1 };
    return open(refused, outcome.failure, Math.min(openS * 2, policy.maxOpenS), now);
  }
  const longer = Math.max(openS, Math.min(openS * 2, policy.outageMaxOpenS));
  // A failure of another kind does not say that the site wants us again.
  return open(circuit, isRefusal(reason) ? reason : outcome.failure, longer, now);
};

/**
 * Is this failure nobody's fault, so that the attempt does not count? It is while the circuit is open, when it left before
 * the circuit closed again, and when it opened the circuit together with other people's.
 *
 * @param after the circuit as the outcome has left it
 */
export const isExcused = (
  before: Circuit,
  after: Circuit,
  end: LookupEnd,
  others: readonly Circuit[] = [],
): boolean => {
  if (!isSourceTrouble(end.outcome) || end.suspect === true) return false;
  if (before.state === 'open' || leftBeforeClosing(before, end)) return true;
  return after.state === 'open' && peopleIn(inARow(after, others)) > 1;
};

/** The lookups before that were part of what opened the circuit; none when one person's alone did, or it was open. */
export const excusedBy = (before: Circuit, after: Circuit, others: readonly Circuit[]): Failing[] => {
  if (before.state === 'open' || after.state === 'closed') return [];
  const row = inARow(after, others);
  return peopleIn(row) > 1 ? row : [];
};

/** The lane leads nowhere (its proxy is dead): no lookup was made. */
export const afterBreak = (circuit: Circuit, leaseId: string, policy: CircuitPolicy, now: Date): Circuit => {
  if (circuit.state === 'open' && circuit.probeLeaseId !== leaseId) return circuit;
  const again = circuit.reason === 'lane_failed';
  const openS = again ? Math.min(circuit.openS * 2, policy.maxOpenS) : Math.min(BROKEN_OPEN_S, policy.openS);
  return open(circuit, 'lane_failed', openS, now);
};

/** The probe ended without having asked the site: the next lookup is the probe. */
export const releaseProbe = (circuit: Circuit, now: Date): Circuit => ({
  ...circuit,
  openUntil: now,
  probeLeaseId: null,
});

/** An operator does not want to wait: the next lookup that is due goes as the probe. */
export const probeNow = (circuit: Circuit, now: Date): Circuit =>
  circuit.state === 'closed' || circuit.probeLeaseId != null ? circuit : { ...circuit, openUntil: now };

const open = (circuit: Circuit, reason: Circuit['reason'], openS: number, now: Date): Circuit => ({
  ...circuit,
  state: 'open',
  reason,
  openS,
  openUntil: new Date(now.getTime() + openS * 1_000),
  probeLeaseId: null,
});
