import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { mayRead, mayRefresh } from '../../../shared/policy/access.ts';
import { missingRecord } from './missing-record.ts';
import { freshOutlook, type Outlook } from './outlook.ts';
import { presentNewcomer, presentView, type ViewTerms, waits } from './present-view.ts';
import { readViewRows } from './view-rows.ts';

/** How views are made: the terms, and what those who wait are told; read anew for them unless told. */
interface Viewing extends ViewTerms {
  outlook?: Outlook;
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
  viewing: Viewing,
  now: Date,
): Promise<CensusView> => {
  const [view] = await readViews(em, actor, [userId], viewing, now);
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
  viewing: Viewing,
  now: Date,
  newcomers: readonly Subject[] = [],
): Promise<CensusView[]> => {
  const { outlook = freshOutlook(viewing.spacingMs) } = viewing;
  const rows = await readViewRows(em, userIds);
  const visible = rows.filter((row) => mayRead(actor, row));
  const known = new Set(rows.map(({ userId }) => userId));
  const expected = newcomers.filter((subject) => !known.has(subject.userId) && mayRead(actor, subject));
  const waiting = visible.filter(waits);
  const [places, forecast] = await Promise.all([
    outlook.places(em, waiting, now),
    waiting.length + expected.length > 0 ? outlook.forecast(em, now) : null,
  ]);
  const shown = visible.map((row) => ({
    ...presentView(
      row,
      places.get(row.userId),
      forecast,
      { ...viewing, isOwn: row.userId === actor.id },
      now,
    ),
    mayRefresh: !row.suspended && mayRefresh(actor, row, row.status),
  }));
  return [...shown, ...expected.map((subject) => presentNewcomer(actor, subject, forecast, viewing))];
};
