import { expect } from 'chai';
import { isBlockPage } from '../../../../services/scraper/reading/block-page.ts';
import { fold, tidy } from '../../../../services/scraper/reading/fold.ts';
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
    ]) {
      it(`as «${text}»`, () => expect(isDeath(text)).to.equal(true));
    }
  });

  describe('do not mean death', () => {
    for (const text of ['Cancelada por Falsa Identidad', 'muertes', '121', '210', '2 1', '12', '53', '']) {
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
