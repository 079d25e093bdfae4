import type { Actor } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { mayRefresh } from '../../../shared/policy/access.ts';
import type { Forecast } from './forecast.ts';
import { presentHold } from './hold.ts';
import type { ViewTerms } from './view.ts';

/**
 * Whoever has registered waits from that moment, although their record is made when the event of it has come: without
 * a place in the queue yet, and as version 0, which every record is newer than.
 */
export const presentUnborn = (
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
  error: null,
  mayRefresh: mayRefresh(actor, subject, 'PENDING'),
  refreshableAt: null,
  version: 0,
});
