import { choicesFor } from '../digest.ts';
import { hasOtherSeenForm } from '../other-seen-form.ts';
import type { Place } from '../place.ts';

/** `mapa` of an answer (keys seen). An invented place is nowhere: it must not put a pin on a real school. */
export const NOWHERE = { lat: 0, lng: 0, url: 'https://www.google.com/maps?q=0,0' };

/**
 * `data` of a found answer: keys seen, in lower case or, for an odd third digit from the end, in upper case (both
 * seen). The formats of `fingreso` (`aaaa-mm-dd`) and `coddivipol` (nine digits) are guessed.
 */
export function foundData({ nuip, place }: { nuip: string; place: Place }): Record<string, string> {
  const choices = choicesFor(`registro ${nuip}`);
  const data = {
    nuip,
    nom_depto: place.departamento,
    nom_mun: place.municipio,
    nom_puesto: place.puesto,
    direccion: place.direccion,
    mesa: place.mesa,
    fingreso: `${choices.between(1990, 2024)}-${choices.between(10, 12)}-${choices.between(10, 28)}`,
    coddivipol: String(choices.between(10_000, 65_000)).padStart(9, '0'),
  };
  if (!hasOtherSeenForm(nuip)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key.toUpperCase(), value]));
}
