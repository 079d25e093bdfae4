import { expect } from 'chai';
import { placeFor } from '../../../../services/simulator/endings/place.ts';
import { isAbroad } from '../../../../shared/place/abroad.ts';
import { plausiblePoint } from '../../../../shared/place/coordinates.ts';

describe('the invented place of a cédula', () => {
  it('is the same every time, and the same on every machine', () => {
    expect(placeFor('5000077')).to.deep.equal(placeFor('5000077'));
    // A literal: a change of hash or of lists would move every demo user, and must be deliberate.
    expect(placeFor('5000077')).to.deep.equal({
      departamento: 'HUILA',
      municipio: 'NEIVA',
      puesto: 'ESC URB LA PIÑUELA SEDE 2',
      direccion: 'TV 57 No. 48-90',
      mesa: '8',
    });
  });

  it('is a consulate for 11, and has a point in Colombia’s sea for 12', () => {
    for (const cedula of ['5000011', '70011']) {
      const place = placeFor(cedula);
      expect(isAbroad(place), place.departamento).to.equal(true);
      expect(place.mapa).to.equal(undefined);
    }
    const { mapa } = placeFor('5000012');
    expect(mapa?.lat).to.be.within(11.5, 12.5);
    expect(mapa?.lng).to.be.within(-79.5, -77.5);
    expect(plausiblePoint({ lat: mapa?.lat, lng: mapa?.lng }, placeFor('5000012'))).to.deep.equal(mapa);
  });

  it('has all five fields in capitals without accents but Ñ, and differs from person to person', () => {
    const places = Array.from({ length: 500 }, (_, index) => placeFor(String(20_000_000 + index)));
    for (const { departamento, municipio, puesto, direccion, mesa } of places) {
      for (const name of [departamento, municipio, puesto]) expect(name).to.match(/^[A-ZÑ0-9. ]+$/);
      expect(direccion).to.match(/^[A-ZÑo0-9. -]+$/);
      expect(mesa).to.match(/^[1-9]\d?$/);
    }
    expect(new Set(places.map((place) => JSON.stringify(place))).size).to.be.greaterThan(450);
    expect(places.some(({ municipio }) => municipio.includes('Ñ'))).to.equal(true);
    expect(places.some(({ departamento }) => departamento === 'CONSULADOS')).to.equal(true);
  });
});
