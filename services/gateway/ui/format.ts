export { counted, plural } from '../../../shared/plural.ts';

import { bogotaDayOf, TIME_ZONE, wallTime } from '../../../shared/time/colombia.ts';

/** Dates and numbers as Colombians read them, wherever the server stands. */
const zone = { timeZone: TIME_ZONE } as const;

/** So many days or minutes are known at the most. */
const MOST_KNOWN = 5_000;

/**
 * A format that says the same of a whole day, or of a minute at each hour: ICU takes longer for one date than a page's row for
 * all else, and a list has the same days again and again.
 *
 * @param keyOf what moments that read the same have in common
 */
const remembered = (format: Intl.DateTimeFormat, keyOf: (at: Date) => string) => {
  const known = new Map<string, string>();
  return (at: Date): string => {
    const key = keyOf(at);
    const found = known.get(key);
    if (found !== undefined) return found;
    const said = format.format(at);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, said);
    return said;
  };
};

const [MINUTE_FROM, MINUTE_TO] = [11, 16];
/** The minute there, `14:05`. */
const minuteKey = (at: Date): string => wallTime(at).toISOString().slice(MINUTE_FROM, MINUTE_TO);

const dayOfMonth = remembered(
  new Intl.DateTimeFormat('es-CO', { ...zone, day: 'numeric', month: 'long' }),
  bogotaDayOf,
);
const time = remembered(
  new Intl.DateTimeFormat('es-CO', { ...zone, hour: 'numeric', minute: '2-digit' }),
  minuteKey,
);
const timeToTheSecond = new Intl.DateTimeFormat('es-CO', {
  ...zone,
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});
const fullDay = remembered(
  new Intl.DateTimeFormat('es-CO', { ...zone, day: 'numeric', month: 'long', year: 'numeric' }),
  bogotaDayOf,
);
const shortDay = remembered(
  new Intl.DateTimeFormat('es-CO', { ...zone, day: 'numeric', month: 'short', year: 'numeric' }),
  bogotaDayOf,
);

/** "22 de noviembre de 2026" */
export const formatDay = (iso: string): string => fullDay(new Date(iso));

/** "22 nov 2026", for a table */
export const formatShortDay = (iso: string): string =>
  shortDay(new Date(iso)).replaceAll(' de ', ' ').replaceAll('.', '');

/** "22 nov 2026" of a day without a time, "2026-11-22", which is the same everywhere. */
export const formatWholeDay = (day: string): string => formatShortDay(`${day}T12:00:00-05:00`);

/** "hoy a las 10:32 a. m.", or "el 23 de noviembre a las 10:32 a. m." on another day. */
export const formatMoment = (iso: string, now: Date): string => {
  const at = new Date(iso);
  return `${isToday(at, now) ? 'hoy' : `el ${dayOfMonth(at)}`} a las ${clockOf(at)}`;
};

/** "26 de noviembre de 2026, 10:32 a. m.", for what is read years later. */
export const formatFull = (at: Date): string => `${fullDay(at)}, ${clockOf(at)}`;

/** "hacia las 3:40 p. m.", or "hacia el 23 de noviembre a las 3:40 p. m." on another day. */
export const formatAbout = (iso: string, now: Date): string => {
  const at = new Date(iso);
  return `hacia ${isToday(at, now) ? '' : `el ${dayOfMonth(at)} a `}las ${clockOf(at)}`;
};

const isToday = (at: Date, now: Date): boolean => bogotaDayOf(at) === bogotaDayOf(now);

/** "2:24 a. m." stays together. */
const clockOf = (at: Date): string => time(at).replace(/\s/g, '\u00a0');

/** "2:24 a. m." */
export const formatTime = (iso: string): string => clockOf(new Date(iso));

/** "2:24:07 a. m.", for who waits until then. */
export const formatSecond = (at: Date): string => timeToTheSecond.format(at).replace(/\s/g, '\u00a0');

/** "menos de un minuto", "unos 12 min", "unas 2 h 5 min" */
export const formatDuration = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'menos de un minuto';
  if (minutes === 1) return 'un minuto';
  if (minutes === 60) return 'una hora';
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `unos ${rest}\u00a0min`;
  return `unas ${formatNumber(hours)}\u00a0h${rest === 0 ? '' : ` ${rest}\u00a0min`}`;
};

const oneDecimal = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 1 });

/** "1,9 s" */
export const formatSeconds = (ms: number): string => `${oneDecimal.format(ms / 1_000)} s`;

const whole = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 0, useGrouping: 'always' });
const share = new Intl.NumberFormat('es-CO', { style: 'percent', maximumFractionDigits: 1 });

/** "12.500" */
export const formatNumber = (count: number): string => whole.format(count);

/** "12,5%"; nothing of nothing is "0%". */
export const formatShare = (part: number, total: number): string =>
  share.format(total === 0 ? 0 : part / total);

const utc = { timeZone: 'UTC' } as const;
const long = new Intl.DateTimeFormat('es-CO', { ...utc, day: 'numeric', month: 'long' });
const month = new Intl.DateTimeFormat('es-CO', { ...utc, month: 'short' });

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** "22 de noviembre", of a day such as `2026-11-22`. */
export const dayOf = (day: string): string => long.format(noon(day));

const weekday = new Intl.DateTimeFormat('es-CO', { ...utc, weekday: 'long' });
const longWithYear = new Intl.DateTimeFormat('es-CO', {
  ...utc,
  ...{ day: 'numeric', month: 'long', year: 'numeric' },
});

/** "domingo 22 de noviembre de 2026", of a day such as `2026-11-22`. */
export const dayAndYearOf = (day: string): string =>
  `${weekday.format(noon(day))} ${longWithYear.format(noon(day))}`;

/** "22 nov", where there is little room. */
export const shortDayOf = (day: string): string =>
  `${noon(day).getUTCDate()} ${month.format(noon(day)).replace('.', '')}`;

/** A text that stays on one line: a number that breaks is read as two. */
export const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');
