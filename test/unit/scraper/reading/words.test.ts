import { expect } from 'chai';
import { isBlockPage } from '../../../../services/scraper/reading/block-page.ts';
import { cleanValue, fold, tidy } from '../../../../services/scraper/reading/fold.ts';
import { parseMarkup, wordsOf } from '../../../../services/scraper/reading/markup.ts';
import { readMessage } from '../../../../services/scraper/reading/message.ts';
import { isDeath } from '../../../../services/scraper/reading/novedad.ts';

const CEDULA = '1020304050';
const textOf = (html: string): string => wordsOf(parseMarkup(html) ?? []);
const isBlock = (html: string): boolean => isBlockPage(parseMarkup(html) ?? []);

describe('Words of the official page', () => {
  it('are compared without accents, case and kinds of white space', () => {
    expect(fold('  DIRECCIÓN\u00a0de\n la  Peña ')).to.equal('direccion de la pena');
    expect(fold('Cedulacio\u0301n')).to.equal('cedulacion');
  });

  it('are kept as given but for white space', () => {
    expect(tidy('  VDA\u00a0EL \n ROBLÉ ')).to.equal('VDA EL ROBLÉ');
  });

  it('are none as a value when a zero byte or another control character stands in them', () => {
    for (const damaged of ['1\u00002', '\u0007', 'VDA\u001bEL', '1\u007f'])
      expect(cleanValue(damaged), damaged).to.equal('');
    expect(cleanValue('CL\t12\n\u0096 34\u200b-56')).to.equal('CL 12 34-56');
  });

  it('do not include what scripts and styles say', () => {
    expect(textOf('<style>captcha</style>Hola <b>Ana</b><script>captcha</script>')).to.equal('Hola Ana');
  });

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

  describe('of a document without a form', () => {
    it('show a block page by its region, its script or its standard text', () => {
      for (const html of [
        '<div class="blocked"><h3></h3></div>',
        '<div class="authenticate"><h3></h3></div>',
        '<script>window.bobcmn = 1</script>',
        '<p>Se presentó un EVENTO DE SEGURIDAD</p>',
        '<p>Request Rejected. Your support ID is: 42</p>',
      ]) {
        expect(isBlock(html), html).to.equal(true);
      }
    });

    it('do not, when a word alone looks like one', () => {
      for (const html of [
        '<script>var CHALLENGE = "evento de seguridad";</script>',
        '<p class="blocked">Aviso</p>',
        '<h3>blocked</h3>',
        '<p>Request Rejected</p>',
        '<p>bobcmn</p>',
        '',
      ]) {
        expect(isBlock(html), html).to.equal(false);
      }
    });
  });
});
