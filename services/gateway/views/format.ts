/** Dates as Colombians read them, wherever the server stands. */
const zone = { timeZone: 'America/Bogota' } as const;
const dayOfMonth = new Intl.DateTimeFormat('es-CO', { ...zone, day: 'numeric', month: 'long' });
const time = new Intl.DateTimeFormat('es-CO', { ...zone, hour: 'numeric', minute: '2-digit' });
const fullDay = new Intl.DateTimeFormat('es-CO', { ...zone, day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat('es-CO', {
  ...zone,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const whole = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 0, useGrouping: 'always' });
const dayKey = new Intl.DateTimeFormat('en-CA', zone);

/** "22 de noviembre de 2026" */
export const formatDay = (iso: string): string => fullDay.format(new Date(iso));

/** "22 nov 2026", for a table */
export const formatShortDay = (iso: string): string =>
  shortDay.format(new Date(iso)).replaceAll(' de ', ' ').replaceAll('.', '');

/** "1.234" */
export const formatNumber = (count: number): string => whole.format(count);

/** "hoy a las 10:32 a. m.", or "el 23 de noviembre a las 10:32 a. m." on another day. */
export const formatMoment = (iso: string, now: Date): string => {
  const at = new Date(iso);
  const isToday = dayKey.format(at) === dayKey.format(now);
  // "2:24 a. m." stays together.
  const clock = time.format(at).replace(/\s/g, '\u00a0');
  return `${isToday ? 'hoy' : `el ${dayOfMonth.format(at)}`} a las ${clock}`;
};

/** "menos de 1 minuto", "unos 12 minutos", "unas 3 horas y 20 minutos" */
export const formatDuration = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'menos de 1 minuto';
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const inWords = (count: number, one: string, many: string) =>
    `${formatNumber(count)} ${count === 1 ? one : many}`;
  if (hours === 0) return minutes === 1 ? '1 minuto' : `unos ${inWords(minutes, 'minuto', 'minutos')}`;
  const inHours = `${hours === 1 ? '' : 'unas '}${inWords(hours, 'hora', 'horas')}`;
  return rest === 0 ? inHours : `${inHours} y ${inWords(rest, 'minuto', 'minutos')}`;
};

/** "300 123 4567" */
export const formatPhone = (phone: string): string => phone.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3');
