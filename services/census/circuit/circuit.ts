import type { HoldReason } from '../../../shared/contract/census.ts';
import type { Failure, Outcome } from '../../../shared/contract/outcome.ts';

/**
 * A lane's circuit, as pure functions. Closed, lookups leave. Refusals in a row open it: nobody leaves until
 * `openUntil`, then one lookup goes as a probe. Its answer closes the circuit, another refusal opens it for twice as long.
 */
export interface Circuit {
  state: 'closed' | 'open';
  /** Refusals of one kind in a row. */
  refusals: number;
  /** That kind; while open, why. */
  reason?: HoldReason | null | undefined;
  openS: number;
  openUntil?: Date | null | undefined;
  probeLeaseId?: string | null | undefined;
}

/** Durations in seconds. */
export interface CircuitPolicy {
  /** Refusals in a row that open the circuit. */
  threshold: number;
  openS: number;
  maxOpenS: number;
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
};

/** May a lookup leave now: as usual, as the probe, or not at all? */
export const admission = (circuit: Circuit, now: Date): 'closed' | 'probe' | 'refused' => {
  if (circuit.state === 'closed') return 'closed';
  const rested = circuit.openUntil != null && circuit.openUntil <= now;
  return rested && circuit.probeLeaseId == null ? 'probe' : 'refused';
};

type Refusal = 'blocked' | 'maintenance' | 'captcha';

/** The site told us about a person, be it the wrong one: it does want us. */
const isAnswer = (
  outcome: Outcome,
): outcome is Exclude<Outcome, Failure> | (Failure & { failure: 'wrong_person' }) =>
  outcome.kind !== 'failure' || outcome.failure === 'wrong_person';

/** The site does not want us now, whoever the lookup is about. */
export const isRefusal = (outcome: Outcome): outcome is Outcome & { failure: Refusal } =>
  outcome.kind === 'failure' && ['blocked', 'maintenance', 'captcha'].includes(outcome.failure);

/**
 * What a lookup's outcome does to the circuit. Only refusals and answers count: a timeout, a crash or a page that
 * could not be read say nothing about whether the site wants us.
 */
export const afterOutcome = (
  circuit: Circuit,
  { leaseId, outcome }: { leaseId: string; outcome: Outcome },
  policy: CircuitPolicy,
  now: Date,
): Circuit => {
  if (circuit.probeLeaseId === leaseId) return afterProbe(circuit, outcome, policy, now);
  // It left before the circuit opened: it says nothing about now.
  if (circuit.state === 'open') return circuit;
  if (isAnswer(outcome)) return closed;
  if (!isRefusal(outcome)) return circuit;
  const refusals = circuit.reason === outcome.failure ? circuit.refusals + 1 : 1;
  if (refusals < policy.threshold) return { ...circuit, refusals, reason: outcome.failure };
  return open(outcome.failure, policy.openS, refusals, now);
};

const afterProbe = (circuit: Circuit, outcome: Outcome, policy: CircuitPolicy, now: Date): Circuit => {
  if (isAnswer(outcome)) return closed;
  if (outcome.failure === 'browser_crash') return releaseProbe(circuit, now);
  const { reason, openS, refusals } = circuit;
  if (!isRefusal(outcome)) return open(reason, openS, refusals, now);
  return open(outcome.failure, Math.min(openS * 2, policy.maxOpenS), refusals + 1, now);
};

/** The lane leads nowhere (its proxy is dead): no lookup was made. */
export const afterBreak = (circuit: Circuit, leaseId: string, policy: CircuitPolicy, now: Date): Circuit => {
  if (circuit.state === 'open' && circuit.probeLeaseId !== leaseId) return circuit;
  const again = circuit.reason === 'lane_failed';
  const openS = again ? Math.min(circuit.openS * 2, policy.maxOpenS) : Math.min(BROKEN_OPEN_S, policy.openS);
  return open('lane_failed', openS, circuit.refusals, now);
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

const open = (reason: Circuit['reason'], openS: number, refusals: number, now: Date): Circuit => ({
  state: 'open',
  refusals,
  reason,
  openS,
  openUntil: new Date(now.getTime() + openS * 1_000),
  probeLeaseId: null,
});
