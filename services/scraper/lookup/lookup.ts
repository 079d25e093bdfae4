import type { Lease } from '../../../shared/contract/census.ts';
import type { Evidence } from '../../../shared/contract/evidence.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import type { Shape } from '../../../shared/contract/shapes.ts';
import type { Turn } from '../pace/turn.ts';

/** One lookup's way out: the right to visit the page, and whom to tell when its query has left. */
export interface Trip {
  turn: Turn;
  queried(): void;
  /** Where its departures belong, where traces are collected: they are made by the browser's events, which know nothing of it. */
  traceparent?: string | undefined;
}

/** What a lookup came to, and for a failure what the page showed. */
export interface LookupResult {
  outcome: Outcome;
  evidence: Evidence | null;
  /** How what it met is made: the form, and the answer. */
  shapes?: Shape[];
}

/** The lookup ended because its scraper stops: nobody knows the answer, and it is nobody's failure. */
export const STOPPED = 'stopped' as const;

/**
 * Everything that takes long is open and waits for a turn and a lease. One that has run closes itself behind its outcome, for which
 * nobody waits; leaving its scope waits for that, and discards one that was never run.
 */
export interface Lookup extends AsyncDisposable {
  /** What it is open in is gone, or about to go: it would only fail. */
  isLost(): boolean;
  /**
   * Runs the lookup to its outcome, once: whatever goes wrong on the way is a failure with a kind. Its deadline, the
   * browser's end, the tab's crash and the scraper's stop end it at once.
   *
   * @throws PaceLostError when the site was not asked because nobody could say whose turn it was; LaneFailedError
   * when the lane leads nowhere
   */
  run(lease: Lease, trip: Trip, stop: AbortSignal): Promise<LookupResult | typeof STOPPED>;
}

/** The lane's proxy is dead or refuses us: nothing is known of the site, and nobody's attempt is used. */
export class LaneFailedError extends Error {
  override readonly name = 'LaneFailedError';
}
