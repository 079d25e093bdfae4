import { choicesFor } from '../endings/choices.ts';
import type { Place } from '../endings/place.ts';
import { hasOtherSeenForm } from '../wire/other-seen-form.ts';

/** `mapa` of an answer (keys seen). Most invented places are nowhere: they must not put a pin on a real school. */
export const mapOf = ({ mapa: { lat, lng } = { lat: 0, lng: 0 } }: Place): object => ({
  lat,
  lng,
  url: `https://www.google.com/maps?q=${lat},${lng}`,
});

/**
 * `data` of a found answer: keys seen, in lower case or, for an odd third digit from the end, in upper case (both
 * seen). The formats of `fingreso` (`aaaa-mm-dd`) and `coddivipol` (nine digits) are guessed.
 */
export const foundData = ({ nuip, place }: { nuip: string; place: Place }): Record<string, string> => {
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
};
