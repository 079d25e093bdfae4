import { type FailureKind, failure, type Outcome } from '../../../../shared/contract/outcome.ts';

export type Headers = Readonly<Record<string, string>>;

/** HTTP 403 seen from the official page's firewall; the others guessed. */
const REFUSALS = new Set([401, 403, 429]);

/**
 * A status decides only where the body says nothing: statuses lie here. An unknown body is then a refusal, or trouble of a
 * server behind the page.
 *
 * @param headers names in lower case
 */
export const weighStatus = (outcome: Outcome, status: number, headers: Headers = {}): Outcome => {
  if (outcome.kind !== 'failure') return outcome;
  const told = outcome.failure !== 'unrecognised' && outcome.failure !== 'page_changed';
  const kind = told ? outcome.failure : (kindOf(status, headers) ?? outcome.failure);
  return failure(kind, `${outcome.detail} (HTTP ${status})`);
};

const kindOf = (status: number, headers: Headers): FailureKind | null => {
  if (REFUSALS.has(status) || isGateHeader(headers)) return 'blocked';
  if (status === 503 && headers['retry-after'] !== undefined) return 'blocked';
  return status >= 500 ? 'network' : null;
};

/** Cloudflare's mark of a challenge in place of what was asked for. */
const isGateHeader = (headers: Headers): boolean => headers['cf-mitigated'] === 'challenge';
