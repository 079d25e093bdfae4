import { z } from 'zod';
import type { PlaceWords } from '../place/another-place.ts';
import type { Coordinates } from '../place/coordinates.ts';
import type { FailureKind } from './outcome.ts';

/**
 * Glossary: one name for each thing, in code, logs and events. Where people or dashboards know another, it is given.
 *
 * People
 * - *referrer*: who referred somebody. A *LEADER* is a role, be it with referrals or without (`lider` in addresses).
 * - *newcomer*: who registered a moment ago, and whose record the event of it has not made yet.
 *
 * A person's census answer
 * - *record*: the one row that says what is known of it, and whether a lookup is due. It is the job as well.
 * - *lookup*: one visit to the official page.
 * - *outcome*: what a lookup found, an answer or a failure. *Answer*: the last good one, which a failure leaves alone.
 * - *requested by*: who asked for the lookup that waits or was made last: the person, or somebody who leads them.
 *
 * The queue
 * - *due*: a record whose lookup may start now. Among those the *priority* says who goes first.
 * - *lease*: lends a due record to one scraper until it is reported, given back or expires.
 * - *attempt*: one lease as history keeps it, and one of the few that a request has. A *refund* gives it back.
 * - *batch*: one wish for new lookups of many people (`bulk` in figures and addresses, `lote` in forms). Its owner is who
 *   requested it, its *members* those who still wait in it; *feeding* lets the next of them become due.
 * - *turn*: the place by which the owners of batches alternate.
 *
 * The way out
 * - *lane*: one way out to the internet. Its *circuit* opens when the official page refuses or fails, and a *probe* is the
 *   one lookup that may leave then.
 * - *hold*: why no lookup leaves at all: a pause, open circuits, no pace, no browser, no scraper.
 *
 * - *dead letter*: an event that could not be handled and was put aside until an operator has it *redriven*.
 */

export const statuses = [
  'PENDING',
  'PROCESSING',
  'ACTIVE',
  'NOT_FOUND',
  'CANCELLED_DECEASED',
  'CANCELLED_OTHER',
  'ERROR',
  'TIMEOUT',
  'BLOCKED',
] as const;
export type Status = (typeof statuses)[number];

export const failureStatuses = ['ERROR', 'TIMEOUT', 'BLOCKED'] as const satisfies readonly Status[];
export type FailureStatus = (typeof failureStatuses)[number];

export const answeredStatuses = [
  'ACTIVE',
  'NOT_FOUND',
  'CANCELLED_DECEASED',
  'CANCELLED_OTHER',
] as const satisfies readonly Status[];
export type AnsweredStatus = (typeof answeredStatuses)[number];

export const hasAnswer = (status: Status): status is AnsweredStatus =>
  (answeredStatuses as readonly Status[]).includes(status);

/** Answers that asking again hardly ever changes: no batch asks for them. */
const finalStatuses = ['NOT_FOUND', 'CANCELLED_DECEASED'] as const satisfies readonly AnsweredStatus[];
export const isFinal = (status: Status): boolean => (finalStatuses as readonly Status[]).includes(status);

/** Where somebody votes. */
export interface VotingPlace extends PlaceWords {
  /** A point for the map, which only newer answers have. */
  mapa?: Coordinates | undefined;
}

/** That another voting place was found than before (`shared/place/another-place.ts`). Dates are ISO 8601. */
export interface PlaceMove {
  from: PlaceWords;
  /** When the official page last gave that place. */
  fromAt: string;
  changedAt: string;
  /** Whether the person is told: until they have seen it, and for some days more. */
  isNews: boolean;
  /** Their own page has not shown it yet; nobody else is told that. */
  isUnseen: boolean;
}

/** A good answer. Cancelled details are stored as given; a field that the page left out is empty. */
export type Answer = (
  | ({ kind: 'active' } & VotingPlace)
  | { kind: 'cancelled'; novedad: string; resolucion: string; fechaNovedad: string }
  | { kind: 'not_found' }
) & {
  /** Which source gave it, where that was not the first. */
  source?: string | undefined;
};

/**
 * Why no lookup leaves: an operator's pause; the site's refusals (`blocked`, `maintenance`, `captcha`) that opened the
 * circuit, or its outage (`timeout`, `network`, `page_changed`, `unrecognised`: how it fails, whoever is looked up); no lane
 * that leads to the internet; no store that keeps the pace; no browser; nobody who does lookups.
 */
export const holdReasons = [
  'paused',
  'blocked',
  'maintenance',
  'captcha',
  'timeout',
  'network',
  'page_changed',
  'unrecognised',
  'lane_failed',
  'no_pace',
  'no_browser',
  'no_scraper',
] as const;
export type HoldReason = (typeof holdReasons)[number];

export interface Hold {
  reason: HoldReason;
  /** When lookups are tried again by themselves, ISO 8601; null = nobody knows. */
  until: string | null;
  /** Spanish, for the person who waits. */
  message: string;
}

/** What keeps a scraper from working, as it says itself. */
export const troubles = ['pace', 'browser', 'other'] as const;
export type Trouble = (typeof troubles)[number];

/** Places in the queue are counted up to this one; whoever is further behind has the place after it, and no time. */
export const COUNTED_PLACES = 5_000;

/** What a person may see of a census record. Dates are ISO 8601. */
export interface CensusView {
  userId: string;
  status: Status;
  /** Attempts used for the current request, 0 before the first. */
  attempt: number;
  maxAttempts: number;
  /**
   * Place among those who wait (1 = next) and when the answer is expected; null when nothing waits now. The time is
   * null while nobody can say when lookups go on.
   */
  queue: { position: number; expectedAt: string | null } | null;
  /** Why no lookup leaves at the moment, for a record that waits for one; null when all is well. */
  hold: Hold | null;
  /** When a failed lookup is tried again by itself; null when it is not. */
  nextAttemptAt: string | null;
  /** The last good answer; it stays when a later lookup fails. */
  answer: Answer | null;
  answeredAt: string | null;
  /** The last change of place; absent where a census of the version before answers. */
  move?: PlaceMove | null;
  error: { code: FailureKind; message: string } | null;
  /** Whether whoever asked may have it looked up anew, cooldown aside. */
  mayRefresh: boolean;
  /** From when a refresh may be asked for again; null when no cooldown runs. */
  refreshableAt: string | null;
  /** Grows by one with every change of the record. */
  version: number;
}

/** How somebody's record stands: as much as its event tells when it changes. */
export type Standing = Pick<CensusView, 'userId' | 'version' | 'status' | 'nextAttemptAt'>;

/** One due record, lent to one scraper. */
export interface Lease {
  leaseId: string;
  userId: string;
  cedula: string;
  attempt: number;
  maxAttempts: number;
  /** Way out that the lookup takes. */
  lane: string;
  traceId: string;
  /** Of the trace in which it was asked for, where traces are collected. */
  traceparent?: string;
  /** ISO 8601; after it another scraper may get the record. */
  expiresAt: string;
}

/** Why a person is left out of a batch; `answered` only where those with an answer were not meant. */
export const skipReasons = ['not_allowed', 'cooldown', 'in_progress', 'answered', 'final'] as const;
export type SkipReason = (typeof skipReasons)[number];

export const userId = z.uuid();
