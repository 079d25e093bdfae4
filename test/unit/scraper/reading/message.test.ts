import { expect } from 'chai';
import { readMessage } from '../../../../services/scraper/reading/message.ts';

const CEDULA = '1020304050';

describe('Words of the official page', () => {
  describe('in a message', () => {
    const about = (number: string) =>
      `El documento de identidad número ${number} no se encuentra en el censo`;

    it('may write the asked number with dots or leading zeros', () => {
      for (const number of [CEDULA, '1.020.304.050', `00${CEDULA}`, `${CEDULA}.`])
        expect(readMessage(about(number), CEDULA), number).to.deep.equal({ kind: 'not_found' });
    });

    it('are about somebody else when they name another number', () => {
      for (const number of ['1020304051', '102030405', '1.020.304.051'])
        expect(readMessage(about(number), CEDULA), number).to.include({ failure: 'wrong_person' });
    });

    it('are about somebody else however they name the number', () => {
      for (const named of [
        'No. 1020304051',
        'Nº 1.020.304.051',
        'N° 1020304051',
        'cédula 1020304051',
        'cédula de ciudadanía No. 1.020.304.051',
        'documento 1020304051',
        'documento de identidad: 1,020,304,051',
        'C.C. 1020304051',
        'NUIP 1020304051',
        'cédula 77',
      ]) {
        const said = `La consulta con ${named} no se encuentra en el censo`;
        expect(readMessage(said, CEDULA), named).to.include({ failure: 'wrong_person' });
        const own = said.replace(/1(.?)020(.?)304(.?)051|77/, CEDULA);
        expect(readMessage(own, CEDULA), own).to.deep.equal({ kind: 'not_found' });
      }
    });

    it('may name laws, resolutions and tables', () => {
      const said = 'Cancelada por Muerte, Resolución No. 4521 de 2019, Ley No. 1365 de 2009, mesa No. 5';
      expect(readMessage(said, CEDULA)).to.include({ kind: 'cancelled', deceased: true });
    });

    it('say nothing in questions and advice', () => {
      for (const advice of [
        '¿Mi cédula no se encuentra en el censo?',
        'Si su cédula no se encuentra en el censo, acérquese a la Registraduría.',
        'Vuelva pronto. Si la consulta está en mantenimiento, espere.',
      ]) {
        expect(readMessage(advice, CEDULA), advice).to.equal(null);
      }
    });

    it('need not name a number', () => {
      const said = 'El documento no se encuentra en el censo para esta elección.';
      expect(readMessage(said, CEDULA)).to.deep.equal({ kind: 'not_found' });
    });

    it('mean nothing when nobody has seen them', () => {
      expect(readMessage('Vuelva pronto', CEDULA)).to.equal(null);
      expect(readMessage('', CEDULA)).to.equal(null);
    });
  });
});
