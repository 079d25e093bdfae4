import type { VotingPlace } from '../../../shared/contract/census.ts';
import { isAbroad } from '../../../shared/place/abroad.ts';
import { withCapitals } from './capitals.ts';
import { type MapLinks, mapLinks } from './map-links.ts';

/** A voting place as one takes it along: as people write it, with ways to get there and to hand it on. */
export interface Ticket {
  puesto: string;
  mesa: string;
  direccion: string;
  /** The town; abroad the country. */
  where: string;
  /** Null for an example, which is nowhere. */
  map: MapLinks | null;
  /** To send it to others; null when it is another's, which only they hand on. */
  share: { text: string; url: string; whatsapp: string } | null;
}

/** @param isOwn whether whoever looks votes there */
export const presentTicket = (place: VotingPlace, isOwn: boolean): Ticket => {
  const { mesa } = place;
  const puesto = withCapitals(place.puesto);
  const direccion = withCapitals(place.direccion);
  const where = whereOf(place);
  const map = mapLinks(place);
  const text = `Mi puesto de votación: ${puesto}, mesa ${mesa}. ${direccion}, ${where}.`;
  const whatsapp = `https://wa.me/?text=${encodeURIComponent(`${text} ${map.place}`)}`;
  return { puesto, mesa, direccion, where, map, share: isOwn ? { text, url: map.place, whatsapp } : null };
};

/** Abroad the departamento is no place; Bogotá is both. */
export const whereOf = (place: Pick<VotingPlace, 'municipio' | 'departamento'>): string => {
  const [municipio, departamento] = [withCapitals(place.municipio), withCapitals(place.departamento)];
  return isAbroad(place) || municipio === departamento ? municipio : `${municipio}, ${departamento}`;
};
