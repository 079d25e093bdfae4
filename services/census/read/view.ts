import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { mayRead, mayRefresh } from '../../../shared/policy/access.ts';
import { RecordEntity } from '../record/record.ts';
import { subjectsOf } from '../store/leaders.ts';
import { readForecast } from './forecast.ts';
import { missingRecord } from './missing-record.ts';
import { presentNewcomer, presentView, type ViewTerms, waits } from './present-view.ts';
import { positionsOf } from './queue-position.ts';

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
      ? [{ row, mayRefresh: !row.suspended && mayRefresh(actor, subject, row.status) }]
      : [];
  });
  const positions = await positionsOf(
    em,
    visible.map(({ row }) => row),
    now,
  );
  const known = new Set(rows.map(({ userId }) => userId));
  const expected = newcomers.filter((subject) => !known.has(subject.userId) && mayRead(actor, subject));
  const forecast =
    expected.length > 0 || visible.some(({ row }) => waits(row))
      ? await readForecast(em, terms.spacingMs, now)
      : null;
  const shown = visible.map(({ row, mayRefresh }) => ({
    ...presentView(
      row,
      positions.get(row.userId),
      forecast,
      { ...terms, isOwn: row.userId === actor.id },
      now,
    ),
    mayRefresh,
  }));
  return [...shown, ...expected.map((subject) => presentNewcomer(actor, subject, forecast, terms))];
};
