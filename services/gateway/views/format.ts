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

/** "300 123 4567" */
export const formatPhone = (phone: string): string => phone.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3');
