const utc = { timeZone: 'UTC' } as const;
const long = new Intl.DateTimeFormat('es-CO', { ...utc, day: 'numeric', month: 'long' });
const month = new Intl.DateTimeFormat('es-CO', { ...utc, month: 'short' });
const bogotaDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Bogota' });

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** "22 de noviembre", of a day such as `2026-11-22`. */
export const dayOf = (day: string): string => long.format(noon(day));

/** "22 nov", where there is little room. */
export const shortDayOf = (day: string): string =>
  `${noon(day).getUTCDate()} ${month.format(noon(day)).replace('.', '')}`;

/** The day in Colombia, `2026-11-22`. */
export const bogotaDayOf = (at: Date): string => bogotaDay.format(at);
