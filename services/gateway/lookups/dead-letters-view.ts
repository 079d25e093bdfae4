import type { DeadLetters } from '../../../shared/contract/dead-letters.ts';
import type { DurableEventName } from '../../../shared/contract/events.ts';
import { formatMoment } from '../ui/format.ts';

const names: Record<DurableEventName, string> = {
  'user.registered': 'Alguien se registró',
  'user.role_changed': 'Cambió un rol',
  'census.updated': 'Cambió una respuesta del censo',
};

/** One event that is put aside, as a row. */
interface DeadLetterRow {
  what: string;
  id: string;
  userId: string | null;
  error: string;
  tries: number;
  since: string;
}

/** The first of what is put aside, and how many more there are. */
export interface DeadLettersCard {
  total: number;
  more: number;
  rows: DeadLetterRow[];
}

const SHOWN = 20;

/** Null when nothing is put aside: then there is nothing to say. */
export const presentDeadLetters = ({ total, items }: DeadLetters, now: Date): DeadLettersCard | null => {
  if (total === 0) return null;
  const rows = items.slice(0, SHOWN).map(({ event, since, ...letter }) => ({
    ...letter,
    what: names[event] ?? event,
    since: formatMoment(since, now),
  }));
  return { total, more: total - rows.length, rows };
};
