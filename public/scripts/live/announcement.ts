import { TIME_ZONE } from '../../../shared/time/colombia.ts';
import type { Arrived, Wish } from './wishes.ts';

/** "La respuesta de Ana ya llegó: Habilitada" */
export const announcementOf = ({ name }: Wish, { word, failed, retryAt }: Arrived, now: number): string => {
  if (failed) {
    const said = `La consulta${name === '' ? '' : ` de ${name}`} no tuvo respuesta: ${word}`;
    // The time ends in "a. m.", with its own full stop.
    return retryAt === null ? said : `${said}. Probamos de nuevo ${whenOf(retryAt, now)}`;
  }
  return `${name === '' ? 'Su respuesta' : `La respuesta de ${name}`} ya llegó: ${word}`;
};

const clock = new Intl.DateTimeFormat('es-CO', {
  ...{ timeZone: TIME_ZONE, hour: 'numeric', minute: '2-digit' },
});

const whenOf = (iso: string, now: number): string => {
  const at = Date.parse(iso);
  return at <= now ? 'en un momento.' : `hacia las ${clock.format(at).replace(/\s/g, '\u00a0')}`;
};
