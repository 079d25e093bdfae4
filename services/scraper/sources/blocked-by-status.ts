import { failure, type Outcome } from '../../../shared/contract/outcome.ts';

/** HTTP 403 seen from the official page's firewall; 429 guessed. */
const REFUSALS = new Set([403, 429]);

/** A status decides only where the body says nothing: an unknown body with a refusal's status is a refusal. */
export const blockedByStatus = (outcome: Outcome, status: number): Outcome => {
  if (outcome.kind !== 'failure') return outcome;
  if (outcome.failure !== 'unrecognised')
    return failure(outcome.failure, `${outcome.detail} (HTTP ${status})`);
  return failure(REFUSALS.has(status) ? 'blocked' : 'unrecognised', `${outcome.detail} (HTTP ${status})`);
};
