import type { FailureKind, Outcome } from './outcome.ts';

/** Why a lease came back without having been answered. */
type GivenBack = 'stopped' | 'not_sent' | 'lane_failed';

/** How an attempt ended. */
export type AttemptOutcome = Exclude<Outcome['kind'], 'failure'> | FailureKind | GivenBack;

/** One lease of a person's record, as whoever administers sees it. Dates are ISO 8601. */
export interface Attempt {
  leaseId: string;
  attempt: number;
  startedAt: string;
  /** Null while it runs. */
  finishedAt: string | null;
  durationMs: number | null;
  outcome: AttemptOutcome | null;
  /** What was seen, in English, without personal data. */
  detail: string | null;
  source: string | null;
  lane: string | null;
  worker: string;
  traceId: string | null;
  /** Whether what the page showed was kept. */
  hasEvidence: boolean;
}
