import type { RequestKind } from '../../../shared/contract/requests.ts';
import { type Day, lastOf, nextDay } from './working-days.ts';

/** Working days that the law gives for an answer, and for one more time that is told with its reason. */
const terms: Record<RequestKind, { days: number; more: number }> = {
  // Ley 1581 de 2012, art. 14 and 15.
  consulta: { days: 10, more: 5 },
  reclamo: { days: 15, more: 8 },
};

/**
 * Until when a request that came that day is to be answered, or was complete that day. The law counts a consulta "from the date of receipt", which is read strictly: that
 * day is the first, if it is a working day. A reclamo counts from the day after.
 */
export const dueDate = (kind: RequestKind, receivedOn: Day): Day =>
  lastOf(terms[kind].days, kind === 'consulta' ? receivedOn : nextDay(receivedOn));

/** Within so many working days a person is asked for what a reclamo lacks. */
const ASKED_WITHIN = 5;
/** So many months they have for it. */
const COMPLETED_WITHIN = 2;

/** The last day on which the person may be asked for what their reclamo lacks (Ley 1581, art. 15). */
export const askableUntil = (receivedOn: Day): Day => lastOf(ASKED_WITHIN, nextDay(receivedOn));

/**
 * The last day on which what was asked for may come. Months are counted by the calendar, and one that ends on a day on which
 * nobody works ends on the next on which they do (Ley 4 de 1913, art. 62; Código Civil, art. 67).
 */
export const lapseDate = (askedOn: Day): Day => lastOf(1, monthsLater(askedOn, COMPLETED_WITHIN));

/** The same day of a later month, or its last one. */
const monthsLater = (from: Day, months: number): Day => {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
};

/** Until when once its one extension was told. */
export const extendedDate = (kind: RequestKind, dueOn: Day): Day => lastOf(terms[kind].more, nextDay(dueOn));
