import { expect } from 'chai';
import { mapLinks } from '../../../../services/gateway/answer/map-links.ts';
import type { VotingPlace } from '../../../../shared/contract/census.ts';

const PLACE: VotingPlace = {
  departamento: 'TOLIMA',
  municipio: 'VILLA ESPERANZA',
  puesto: 'ESC RURAL EL ROBLE',
  direccion: 'VDA EL ROBLE',
  mesa: '3',
};
const MADRID = {
  ...PLACE,
  departamento: 'CONSULADOS',
  municipio: 'ESPAÑA',
  puesto: 'CASA DE COLOMBIA EL ROBLE',
};

const queries = (place: VotingPlace): (string | null)[] => {
  const links = mapLinks(place);
  return [
    new URL(links.place).searchParams.get('query'),
    new URL(links.directions).searchParams.get('destination'),
  ];
};

describe('The map of a voting place', () => {
  const cases: [what: string, place: VotingPlace, query: string][] = [
    ['in Colombia', PLACE, 'ESC RURAL EL ROBLE, VDA EL ROBLE, VILLA ESPERANZA, TOLIMA, Colombia'],
    ['abroad, which does not end in Colombia', MADRID, 'CASA DE COLOMBIA EL ROBLE, VDA EL ROBLE, ESPAÑA'],
    ['abroad, without an address', { ...MADRID, direccion: '-' }, 'CASA DE COLOMBIA EL ROBLE, ESPAÑA'],
    [
      'whose address nobody knows',
      { ...PLACE, direccion: 'SIN DIRECCION' },
      'ESC RURAL EL ROBLE, VILLA ESPERANZA, TOLIMA, Colombia',
    ],
    ['with a point', { ...PLACE, mapa: { lat: 4.5, lng: -75.25 } }, '4.5,-75.25'],
    ['with a point abroad', { ...MADRID, mapa: { lat: 40.4, lng: -3.7 } }, '40.4,-3.7'],
  ];
  for (const [what, place, query] of cases) {
    it(`is of the place ${what}`, () => expect(queries(place)).to.deep.equal([query, query]));
  }
});

describe('The links to a map', () => {
  it('search for the place by its words, escaped', () => {
    const { place, directions } = mapLinks({
      departamento: 'TOLIMA',
      municipio: 'VILLA ESPERANZA',
      puesto: 'I.E. ÑÁÑEZ & HIJOS',
      direccion: 'CL 12 # 3-4',
      mesa: '7',
    });
    const words = 'I.E. ÑÁÑEZ & HIJOS, CL 12 # 3-4, VILLA ESPERANZA, TOLIMA, Colombia';
    expect(new URL(place).searchParams.get('query')).to.equal(words);
    expect(new URL(directions).searchParams.get('destination')).to.equal(words);
  });
});
