import type { FailureStatus } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';

export interface RetryPolicy {
  maxAttempts: number;
  /** Seconds before the second, third, … attempt; the last one repeats. */
  delaysS: readonly number[];
}

/** A delay grows by up to this part at random, so that what failed together does not come back together. */
const JITTER = 0.1;

const statusOf: Record<FailureKind, FailureStatus> = {
  timeout: 'TIMEOUT',
  blocked: 'BLOCKED',
  network: 'ERROR',
  captcha: 'ERROR',
  maintenance: 'ERROR',
  page_changed: 'ERROR',
  unrecognised: 'ERROR',
  wrong_person: 'ERROR',
  browser_crash: 'ERROR',
  crash: 'ERROR',
};

/** A captcha will not go away by asking again: an operator has to act. */
const worthRetrying = (kind: FailureKind): boolean => kind !== 'captcha';

export const failureStatusOf = (kind: FailureKind): FailureStatus => statusOf[kind];

/**
 * When to try again after the failure of attempt number `attempt` (1 = the first), or null for never.
 *
 * @param random from 0 to 1
 */
export const retryAt = (
  policy: RetryPolicy,
  kind: FailureKind,
  attempt: number,
  now: Date,
  random: number,
): Date | null => {
  if (!worthRetrying(kind) || attempt >= policy.maxAttempts) return null;
  const delayS = policy.delaysS[Math.min(attempt, policy.delaysS.length) - 1] ?? 0;
  return new Date(now.getTime() + delayS * 1_000 * (1 + JITTER * random));
};
