import type { VotingPlace } from '../../../shared/contract/census.ts';
import { isAbroad } from '../../../shared/place/abroad.ts';

export interface MapLinks {
  place: string;
  directions: string;
}

/** Links to a map: by the place's point where the official answer had one, else by its own words. */
export const mapLinks = (place: VotingPlace): MapLinks => {
  const query = encodeURIComponent(place.mapa ? `${place.mapa.lat},${place.mapa.lng}` : words(place));
  return {
    place: `https://www.google.com/maps/search/?api=1&query=${query}`,
    directions: `https://www.google.com/maps/dir/?api=1&destination=${query}`,
  };
};

/** Abroad the "municipio" is the country, and the departamento no place at all. */
const words = (place: VotingPlace): string => {
  const { puesto, direccion, municipio, departamento } = place;
  const where = isAbroad(place) ? [municipio] : [municipio, departamento, 'Colombia'];
  return [puesto, direccion, ...where].filter(says).join(', ');
};

/** What the official page has where it knows nothing: a dash, dots, "SIN DIRECCION", "N/A". */
const NOTHING =
  /^(sin|no) (direccion|dirección|informacion|información|registra|disponible|aplica|definid[ao])\b|^(n\/?a|s\/?n|s\/?d)$/i;

const says = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) && !NOTHING.test(text.trim());
