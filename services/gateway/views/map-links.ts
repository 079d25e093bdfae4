import type { VotingPlace } from '../../../shared/contract/census.ts';

export interface MapLinks {
  place: string;
  directions: string;
}

/** Links to a map by the place's own words: the official answer has no coordinates that can be relied on. */
export const mapLinks = ({ puesto, direccion, municipio, departamento }: VotingPlace): MapLinks => {
  const query = encodeURIComponent([puesto, direccion, municipio, departamento, 'Colombia'].join(', '));
  return {
    place: `https://www.google.com/maps/search/?api=1&query=${query}`,
    directions: `https://www.google.com/maps/dir/?api=1&destination=${query}`,
  };
};
