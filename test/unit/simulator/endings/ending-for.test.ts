import { expect } from 'chai';
import { endingFor, endingNow } from '../../../../services/simulator/endings/ending-for.ts';
import { ENDINGS } from '../../../../services/simulator/endings/endings.ts';
import { placeFor } from '../../../../services/simulator/endings/place.ts';
import { changedParts } from '../../../../shared/place/another-place.ts';

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
    expect(new Set(ENDINGS.map(({ suffix }) => suffix)).size).to.equal(13);
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
    const circumstances = {
      ...{ captchaSolved: false, failedOnce: new Set<string>(), movedOnce: new Set<string>() },
    };
    const names = ['5000008', '5000008', '6000008', '5000008'].map(
      (cedula) => endingNow(cedula, circumstances).name,
    );
    expect(names).to.deep.equal(['failsOnce', 'active', 'failsOnce', 'active']);
  });

  it('is another place for each cédula ending in 13 from its second consultation on', () => {
    const circumstances = {
      ...{ captchaSolved: false, failedOnce: new Set<string>(), movedOnce: new Set<string>() },
    };
    const [first, other, second, third] = ['5000013', '6000013', '5000013', '5000013'].map((cedula) => {
      const ending = endingNow(cedula, circumstances);
      return ending.name === 'active' ? ending.place : null;
    });
    expect(first).to.deep.equal(placeFor('5000013'));
    expect(other).to.deep.equal(placeFor('6000013'));
    expect(second).to.deep.equal(third).and.not.to.deep.equal(first);
    if (first == null || second == null) throw new Error('other endings');
    expect(changedParts(first, second)).to.deep.equal(['puesto', 'direccion', 'mesa']);
  });
});
