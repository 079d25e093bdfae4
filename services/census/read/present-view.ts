import type { Actor } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { isFailure, mayRefresh } from '../../../shared/policy/access.ts';
import { refreshableAt } from '../hold/cooldown.ts';
import { presentHold } from '../hold/hold.ts';
import { presentMove } from '../record/move.ts';
import { failureMessage } from './failure-message.ts';
import { expectedAt, type Forecast } from './forecast.ts';
import type { ViewRow } from './view-rows.ts';

export interface ViewTerms {
  maxAttempts: number;
  cooldownS: number;
  /** Between two departures, as the pace keeps it. */
  spacingMs: number;
}

/** Waits for a lookup that somebody wanted; an old answer that is only checked again is shown as it is. */
export const waits = ({ status, dueAt }: Pick<ViewRow, 'status' | 'dueAt'>): boolean =>
  status === 'PENDING' || (isFailure(status) && dueAt !== null);

/** Also while the retry is due and waits for its turn: without it a failure reads as final. */
export const retries = ({
  status,
  errorCode,
  dueAt,
}: Pick<ViewRow, 'status' | 'errorCode' | 'dueAt'>): boolean =>
  // A retry that runs shows the lookup, not the failure before it.
  isFailure(status) && errorCode != null && dueAt != null;

/** When a lookup that failed is tried again by itself; null when it is not. */
export const nextAttemptOf = (
  row: Pick<ViewRow, 'status' | 'errorCode' | 'dueAt'>,
  hold: Forecast['hold'],
): Date | null => (retries(row) ? latest(row.dueAt, hold?.until) : null);

/** A record as its person sees it. @param position its place in the queue, when it waits in it */
export const presentView = (
  row: ViewRow,
  position: number | undefined,
  forecast: Forecast | null,
  terms: ViewTerms & { isOwn: boolean },
  now: Date,
): Omit<CensusView, 'mayRefresh'> => {
  // A retry that runs shows the lookup, not the failure before it.
  const failure = isFailure(row.status) ? (row.errorCode ?? null) : null;
  const hold = waits(row) ? (forecast?.hold ?? null) : null;
  return {
    userId: row.userId,
    status: row.status,
    attempt: row.attempt,
    maxAttempts: terms.maxAttempts,
    queue:
      position === undefined || forecast === null
        ? null
        : { position, expectedAt: expectedAt(position, forecast, now)?.toISOString() ?? null },
    hold: hold === null ? null : presentHold(hold),
    nextAttemptAt: nextAttemptOf(row, hold)?.toISOString() ?? null,
    answer: row.answer ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    move: presentMove(row, terms.isOwn, now),
    error: failure === null ? null : { code: failure, message: failureMessage(failure, retries(row)) },
    refreshableAt: refreshableAt(row, terms.cooldownS, now)?.toISOString() ?? null,
    version: row.version,
  };
};

const latest = (...times: (Date | null | undefined)[]): Date | null => {
  const known = times.filter((time) => time != null);
  return known.length === 0 ? null : new Date(Math.max(...known.map((time) => time.getTime())));
};

/**
 * Whoever has registered waits from that moment, although their record is made when the event of it has come: without
 * a place in the queue yet, and as version 0, which every record is newer than.
 */
export const presentNewcomer = (
  actor: Actor,
  subject: Subject,
  forecast: Forecast | null,
  { maxAttempts }: Pick<ViewTerms, 'maxAttempts'>,
): CensusView => ({
  userId: subject.userId,
  status: 'PENDING',
  attempt: 0,
  maxAttempts,
  queue: null,
  hold: forecast?.hold == null ? null : presentHold(forecast.hold),
  nextAttemptAt: null,
  answer: null,
  answeredAt: null,
  move: null,
  error: null,
  mayRefresh: mayRefresh(actor, subject, 'PENDING'),
  refreshableAt: null,
  version: 0,
});
