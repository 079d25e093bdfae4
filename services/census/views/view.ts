import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { isFailure, mayRead, mayRefresh } from '../../../shared/policy/access.ts';
import { subjectsOf } from '../leaders/leaders.ts';
import { RecordEntity, type RecordRow } from '../persistence/entities.ts';
import { refreshableAt } from './cooldown.ts';
import { expectedAt, type Forecast, readForecast } from './forecast.ts';
import { presentHold } from './hold.ts';
import { failureMessage } from './messages.ts';
import { missingRecord } from './missing-record.ts';
import { positionsOf } from './queue-position.ts';
import { presentUnborn } from './unborn.ts';

export interface ViewTerms {
  maxAttempts: number;
  cooldownS: number;
  /** Between two departures, as the pace keeps it. */
  spacingMs: number;
}

/**
 * One person's view.
 *
 * @throws AppError `not_found` (404), the same for a foreign and a missing record
 */
export const readView = async (
  em: EntityManager,
  actor: Actor,
  userId: string,
  terms: ViewTerms,
  now: Date,
): Promise<CensusView> => {
  const [view] = await readViews(em, actor, [userId], terms, now);
  if (view === undefined) throw missingRecord();
  return view;
};

/**
 * The views of those among `userIds` whom the actor may see, in no order.
 *
 * @param newcomers those who registered, and perhaps have no record yet: they wait as well
 */
export const readViews = async (
  em: EntityManager,
  actor: Actor,
  userIds: readonly string[],
  terms: ViewTerms,
  now: Date,
  newcomers: readonly Subject[] = [],
): Promise<CensusView[]> => {
  const rows = await em.find(RecordEntity, { userId: { $in: [...userIds] } });
  const subjects = await subjectsOf(em, rows);
  const visible = rows.flatMap((row) => {
    const subject = subjects.get(row.userId);
    return subject !== undefined && mayRead(actor, subject)
      ? [{ row, mayRefresh: mayRefresh(actor, subject, row.status) }]
      : [];
  });
  const positions = await positionsOf(
    em,
    visible.map(({ row }) => row),
    now,
  );
  const known = new Set(rows.map(({ userId }) => userId));
  const unborn = newcomers.filter((subject) => !known.has(subject.userId) && mayRead(actor, subject));
  const forecast =
    unborn.length > 0 || visible.some(({ row }) => waits(row))
      ? await readForecast(em, terms.spacingMs, now)
      : null;
  const shown = visible.map(({ row, mayRefresh }) => ({
    ...present(row, positions.get(row.userId), forecast, terms, now),
    mayRefresh,
  }));
  return [...shown, ...unborn.map((subject) => presentUnborn(actor, subject, forecast, terms))];
};

/** Waits for a lookup that somebody wanted; an old answer that is only checked again is shown as it is. */
const waits = (row: RecordRow): boolean =>
  row.status === 'PENDING' || (isFailure(row.status) && row.dueAt != null);

const present = (
  row: RecordRow,
  position: number | undefined,
  forecast: Forecast | null,
  terms: ViewTerms,
  now: Date,
): Omit<CensusView, 'mayRefresh'> => {
  // A retry that runs shows the lookup, not the failure before it.
  const failure = isFailure(row.status) ? (row.errorCode ?? null) : null;
  // Also while the retry is due and waits for its turn: without it a failure reads as final.
  const retries = row.dueAt != null && failure !== null;
  const hold = waits(row) ? (forecast?.hold ?? null) : null;
  const nextAttemptAt = retries ? latest(row.dueAt, hold?.until) : null;
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
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    answer: row.answer ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    error: failure === null ? null : { code: failure, message: failureMessage(failure, retries) },
    refreshableAt: refreshableAt(row, terms.cooldownS, now)?.toISOString() ?? null,
    version: row.version,
  };
};

const latest = (...times: (Date | null | undefined)[]): Date | null => {
  const known = times.filter((time) => time != null);
  return known.length === 0 ? null : new Date(Math.max(...known.map((time) => time.getTime())));
};
