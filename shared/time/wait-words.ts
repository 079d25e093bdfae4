import { counted } from '../plural.ts';

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** How long somebody has to wait, as one would say it: never less than it is. */
export const inWords = (seconds: number): string => {
  if (seconds < 2 * MINUTE_S) return counted(seconds, 'segundo', 'segundos');
  if (seconds < 2 * HOUR_S) return `${Math.ceil(seconds / MINUTE_S)} minutos`;
  return `${Math.ceil(seconds / HOUR_S)} horas`;
};
