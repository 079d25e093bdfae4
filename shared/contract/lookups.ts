import { z } from 'zod';
import type { Hold, HoldReason, Status, Trouble } from './census.ts';

/** A lane's name: it goes into logs, history and metrics, never its address. */
export const laneName = z
  .string()
  .regex(/^[a-z0-9-]{1,20}$/, 'de 1 a 20 letras minúsculas, números y guiones');

/** A lane as the census knows it: by another than the first source it is a way of its own, with its own circuit. */
export const wayName = z.string().regex(/^[a-z0-9-]{1,20}(@[a-z0-9_-]{1,40})?$/);

/** The source that a lane's name says; empty for the first. */
export const sourceOfWay = (name: string): string => name.split('@')[1] ?? '';

/** One lane as an operator sees it. Dates are ISO 8601. */
export interface LaneState {
  name: string;
  circuit: 'closed' | 'open' | 'probing';
  reason: HoldReason | null;
  /** Refusals in a row. */
  refusals: number;
  /** People in a row whose lookups failed by nothing of theirs. */
  failing: number;
  openUntil: string | null;
  /** Since when its circuit is open; null while it is closed, and when nobody wrote it down. */
  since: string | null;
  lastUsedAt: string | null;
}

/** How the lookups of five minutes ended. */
export interface Minutes {
  from: string;
  /** The official page answered. */
  answered: number;
  /** It failed or refused. */
  failed: number;
  /** They ended by something of ours. */
  ours: number;
}

/** How lookups go, as everybody may know it. Dates are ISO 8601. */
export interface ServiceStatus {
  /**
   * `answering`: the official page answers; `failing`: most of the latest lookups failed; `held`: no lookup leaves;
   * `quiet`: nobody was looked up lately.
   */
  state: 'answering' | 'failing' | 'held' | 'quiet';
  hold: Hold | null;
  /** The latest good answer of the official page. */
  lastAnswerAt: string | null;
  /** Lookups that wait for their turn now. */
  waiting: number;
  /** When somebody who registers now is answered; null while nobody can say. */
  expectedAt: string | null;
  /** Milliseconds between two lookups. */
  intervalMs: number;
}

/** What operators do to the lookups, and what a lane's circuit does by itself. */
export type OperationKind =
  | 'pause'
  | 'resume'
  | 'probe'
  | 'redrive'
  | 'reread'
  | 'fixture'
  | 'canary'
  | 'opened'
  | 'closed';

/** Who did what nobody with an account did: a circuit, or the command line. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The lookups of the whole system, without a person in them. */
export interface LookupsState {
  /** Why nothing leaves now; null when lookups go on. */
  hold: Hold | null;
  pause: { since: string; by: string; reason: string } | null;
  lanes: LaneState[];
  workers: { name: string; slots: number; trouble: Trouble | null; seenAt: string }[];
  queue: {
    /** Due now, by what they wait for. */
    person: number;
    single: number;
    bulk: number;
    scheduled: number;
    /** Failures whose retry comes later. */
    later: number;
    running: number;
    oldestDueAt: string | null;
  };
  statuses: Record<Status, number>;
  /** Milliseconds between two departures, and from a departure to its answer, as measured lately. */
  pace: { intervalMs: number; lookupMs: number; lastDepartureAt: string | null };
  /** The last hour, oldest first. */
  lastHour: Minutes[];
  /** When the last of those who wait now will have been answered; null when nobody waits, and while nobody can say. */
  emptyAt: string | null;
  /** What operators and circuits did lately, newest first; the detail of a circuit is its lane, and why it opened. */
  operations: { at: string; by: string; kind: OperationKind; detail: string }[];
}
