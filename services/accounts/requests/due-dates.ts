import type { RequestKind } from '../../../shared/contract/requests.ts';
import { type Day, lastOf, nextDay } from './working-days.ts';

/** Working days that the law gives for an answer, and for one more time that is told with its reason. */
const terms: Record<RequestKind, { days: number; more: number }> = {
  // Ley 1581 de 2012, art. 14 and 15.
  consulta: { days: 10, more: 5 },
  reclamo: { days: 15, more: 8 },
};

/**
 * Until when a request is to be answered. The law counts a consulta "from the date of receipt", which is read strictly: that
 * day is the first, if it is a working day. A reclamo counts from the day after.
 */
export const dueDate = (kind: RequestKind, receivedOn: Day): Day =>
  lastOf(terms[kind].days, kind === 'consulta' ? receivedOn : nextDay(receivedOn));

/** Until when once its one extension was told. */
export const extendedDate = (kind: RequestKind, dueOn: Day): Day => lastOf(terms[kind].more, nextDay(dueOn));
