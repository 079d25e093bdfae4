/** Dates as Colombians read them, wherever the server stands. */
const zone = { timeZone: 'America/Bogota' } as const;
const dayAndTime = new Intl.DateTimeFormat('es-CO', {
  ...zone,
  day: 'numeric',
  month: 'long',
  hour: 'numeric',
  minute: '2-digit',
});
const time = new Intl.DateTimeFormat('es-CO', { ...zone, hour: 'numeric', minute: '2-digit' });
const fullDay = new Intl.DateTimeFormat('es-CO', { ...zone, day: 'numeric', month: 'long', year: 'numeric' });
const dayKey = new Intl.DateTimeFormat('en-CA', zone);

/** "22 de noviembre de 2026" */
export const formatDay = (iso: string): string => fullDay.format(new Date(iso));

/** "10:32 a. m." today, "23 de noviembre, 10:32 a. m." on another day. */
export const formatMoment = (iso: string, now: Date): string => {
  const at = new Date(iso);
  return (dayKey.format(at) === dayKey.format(now) ? time : dayAndTime).format(at);
};

/** "300 123 4567" */
export const formatPhone = (phone: string): string => phone.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3');
