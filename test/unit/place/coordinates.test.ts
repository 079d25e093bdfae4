import { expect } from 'chai';
import { isAbroad } from '../../../shared/place/abroad.ts';
import { plausiblePoint } from '../../../shared/place/coordinates.ts';

const HERE = { departamento: 'TOLIMA' };
const ABROAD = { departamento: 'CONSULADOS' };

describe('The point of a voting place', () => {
  const cases: [
    what: string,
    given: [unknown, unknown],
    place: typeof HERE,
    point: [number, number] | null,
  ][] = [
    ['in Colombia', [4.5, -75.2], HERE, [4.5, -75.2]],
    ['in San Andrés', [12.58, -81.7], HERE, [12.58, -81.7]],
    ['in Leticia', [-4.2, -69.9], HERE, [-4.2, -69.9]],
    ['on the equator', [0, -71], HERE, [0, -71]],
    ['in Spain, for somebody in Colombia', [40.4, -3.7], HERE, null],
    ['in Spain, for somebody abroad', [40.4, -3.7], ABROAD, [40.4, -3.7]],
    ['on the meridian, for somebody abroad', ['51.5', '0'], ABROAD, [51.5, 0]],
    ['nowhere, for somebody abroad', [0, 0], ABROAD, null],
    ['that rounds to nowhere', [0.00000001, 0], ABROAD, null],
    ['with more figures than it can have', [4.123456789, '-75.123456789'], HERE, [4.123457, -75.123457]],
    ['outside of the world', [91, 0], ABROAD, null],
    ['of no numbers', [Number.NaN, Number.POSITIVE_INFINITY], ABROAD, null],
    ['of other things', [true, {}], ABROAD, null],
    ['in a form with an exponent', ['4e0', '-75'], HERE, null],
    ['of nothing', ['', undefined], HERE, null],
  ];
  for (const [what, [lat, lng], place, point] of cases) {
    it(`${what} is ${point === null ? 'none' : 'kept'}`, () => {
      expect(plausiblePoint({ lat, lng }, place)).to.deep.equal(
        point === null ? null : { lat: point[0], lng: point[1] },
      );
    });
  }
});

describe('A departamento', () => {
  it('may say that somebody votes abroad', () => {
    for (const departamento of [
      'CONSULADOS',
      'Consulado',
      '88 - CONSULADOS',
      '88',
      'EXTERIOR',
      'COLOMBIANOS EN EL EXTERIOR',
    ])
      expect(isAbroad({ departamento }), departamento).to.equal(true);
    for (const departamento of ['TOLIMA', 'BOGOTA D.C.', 'VALLE', '01 ANTIOQUIA', '880'])
      expect(isAbroad({ departamento }), departamento).to.equal(false);
  });
});
