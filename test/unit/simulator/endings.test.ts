import { expect } from 'chai';
import { endingFor } from '../../../services/simulator/ending-for.ts';
import { endingNow } from '../../../services/simulator/ending-now.ts';
import { ENDINGS } from '../../../services/simulator/endings.ts';
import { placeFor } from '../../../services/simulator/place.ts';
import { isAbroad } from '../../../shared/place/abroad.ts';
import { plausiblePoint } from '../../../shared/place/coordinates.ts';

describe('the ending of a cédula', () => {
  it('is decided by its last two digits', () => {
    const names = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '00', '99'].map(
      (suffix) => endingFor(`10000000${suffix}`).name,
    );
    expect(names).to.deep.equal([
      'cancelledByDeath',
      'cancelledOtherwise',
      'notFound',
      'blocked',
      'hangs',
      'maintenance',
      'serverError',
      'failsOnce',
      'anotherPerson',
      'captchaDemanded',
      'active',
      'active',
      'active',
    ]);
  });

  it('is the one that the table lists for each suffix, once', () => {
    expect(ENDINGS.map(({ suffix }) => endingFor(`7654${suffix}`).name)).to.deep.equal(
      ENDINGS.map(({ name }) => name),
    );
    expect(new Set(ENDINGS.map(({ suffix }) => suffix)).size).to.equal(12);
  });

  it('does not depend on leading zeros', () => {
    expect(endingFor('3').name).to.equal('notFound');
    expect(endingFor('0000765432')).to.deep.equal(endingFor('765432'));
  });

  it('names death in a cancellation by death and something else in the other', () => {
    const [death, other] = [endingFor('5000001'), endingFor('5000002')];
    if (death.name !== 'cancelledByDeath' || other.name !== 'cancelledOtherwise')
      throw new Error('other endings');
    expect(death.cancellation.novedad).to.equal('Cancelada por Muerte');
    expect(other.cancellation.novedad).to.equal('Cancelada por Doble Cedulación');
    expect(death.cancellation.resolucion).to.match(/^\d+ DE \d{4}$/);
    expect(death.cancellation.fechaNovedad).to.match(/^\d\d\/\d\d\/\d{4}$/);
  });

  it('is another person for 09, never the one who was asked for', () => {
    const ending = endingFor('5000009');
    expect(ending).to.include({ name: 'anotherPerson', nuip: '5000019' });
  });

  it('fails once for each cédula ending in 08, then is active', () => {
    const circumstances = { captchaSolved: false, failedOnce: new Set<string>() };
    const names = ['5000008', '5000008', '6000008', '5000008'].map(
      (cedula) => endingNow(cedula, circumstances).name,
    );
    expect(names).to.deep.equal(['failsOnce', 'active', 'failsOnce', 'active']);
  });
});

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
