import { expect } from 'chai';
import { isDeath } from '../../../../services/scraper/reading/novedad.ts';

describe('Words of the official page', () => {
  describe('mean death', () => {
    for (const text of [
      'Cancelada por Muerte',
      'MUERTE',
      'Fallecido',
      'fallecida',
      'Fallecimiento',
      '21',
      ' 51 ',
      '021',
      '21 - Muerte',
      '51 MUERTE (LEY 1365 DE 2009)',
      'Código 51: muerte',
      'Baja por fallecimiento',
      'Cancelada - Muerte',
      'Cancelada por Muerte Presunta',
      'El documento de identidad número 1020304050 no se encuentra habilitado para votar. Cancelada por muerte',
    ]) {
      it(`as «${text}»`, () => expect(isDeath(text)).to.equal(true));
    }
  });

  describe('do not mean death', () => {
    for (const text of [
      'Cancelada por Falsa Identidad',
      'Falsa muerte',
      'Revocada la cancelación por muerte',
      'Cancelada por muerte o por doble cedulación',
      'Trashumancia: calle de la Muerte 21',
      'No ha fallecido',
      '22 - Muerte',
      '21 - Doble Cedulación',
      'muertes',
      '121',
      '210',
      '2 1',
      '12',
      '53',
      '',
    ]) {
      it(`as «${text}»`, () => expect(isDeath(text)).to.equal(false));
    }
  });
});
