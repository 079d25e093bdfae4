import { expect } from 'chai';
import { cedulaProblem, formatCedula, maskCedula, parseCedula } from '../../../shared/person/cedula.ts';

const LENGTH = 'La cédula debe tener de 6 a 10 dígitos.';
const SPREADSHEET = 'Parece venir de una hoja de cálculo: escriba el número sin decimales.';
const SEPARATORS =
  'Los signos entre los dígitos no son claros: escriba solo los dígitos de la cédula, sin decimales.';
const ONE = 'Escriba una sola cédula, sin dígito de verificación ni otros números.';
const DIGITS = 'Escriba solo los dígitos de la cédula.';
const MISSING = 'Escriba su cédula.';

describe('A typed cédula', () => {
  const accepted: [what: string, text: string, cedula: string][] = [
    ['six digits, the shortest', '900100', '900100'],
    ['ten digits, the longest', '1020304050', '1020304050'],
    ['dots between thousands', '1.020.304.050', '1020304050'],
    ['commas between thousands', '1,020,304,050', '1020304050'],
    ['apostrophes between thousands', '1’020’304’050', '1020304050'],
    ['the apostrophe of millions', "1'020.304", '1020304'],
    ['the apostrophe of millions behind a dot', "1.020'304.050", '1020304050'],
    ['an apostrophe and dots', "1'020.304.050", '1020304050'],
    ['hyphens between thousands, of any kind', '1‑020–304−050', '1020304050'],
    ['the sign of Arabic thousands', '1٬020٬304', '1020304'],
    ['spaces around and inside', ' 1 020 304 050 ', '1020304050'],
    ['a blank beside each dot', '1. 020. 304', '1020304'],
    ['no-break, thin and wide spaces', '1\u00a0020\u2009304\u3000050', '1020304050'],
    ['groups as they are dictated', '10 20 30 40 50', '1020304050'],
    ['other regular groups', '1020 304 050', '1020304050'],
    ['digits one by one', '7 9 1 8 0 8 6 7', '79180867'],
    ['leading zeros', '0001020304050', '1020304050'],
    ['leading zeros in groups', '000.123.456', '123456'],
    ['a tab and a line end from a spreadsheet', '1020304050\t\r\n', '1020304050'],
    ['twelve blanks before it', `${' '.repeat(12)}1615859578`, '1615859578'],
    ['the apostrophe by which a spreadsheet keeps text', "'1020304050", '1020304050'],
    ['quotes around it', '“1020304050”', '1020304050'],
    ['quotes twice', '""1020304050""', '1020304050'],
    ['the formula by which a spreadsheet keeps text', '="1020304050"', '1020304050'],
    ['what a chat makes bold, sloped or struck out', '~_*1020304050*_~', '1020304050'],
    ['marks that nobody sees', '\u202a\u200b1020\u00ad304\u2060050\ufeff\u202c', '1020304050'],
    ['full-width digits', '１０２０３０４０５０', '1020304050'],
    ['full-width dots', '１．０２０．３０４', '1020304'],
    ['digits of another script', '١٠٢٠٣٠٤٠٥٠', '1020304050'],
    ['digits of several scripts', '١٠२०304050', '1020304050'],
    ['C.C. before it', 'C.C. 1.020.304.050', '1020304050'],
    ['CC without a blank', 'CC1020304050', '1020304050'],
    ['cc and a colon', 'cc: 1020304050', '1020304050'],
    ['CC and a hyphen', 'CC-1020304050', '1020304050'],
    ['C.C. No.', 'C.C. No. 1.020.304.050', '1020304050'],
    ['its whole name', 'CÉDULA DE CIUDADANÍA N.º 1020304050', '1020304050'],
    ['NUIP before it', 'NUIP 1020304050', '1020304050'],
    ['its name in short', 'Ced. 1.020.304.050', '1020304050'],
    ['D.I. before it', 'D.I. 1.020.304.050', '1020304050'],
    ['N° or # before it', 'N° 1020304050', '1020304050'],
    ['a hash before it', '#1020304050', '1020304050'],
    ['tel: before it, as a telephone pastes numbers', 'tel:1020304050', '1020304050'],
    ['the end of a sentence', '1.020.304.050.', '1020304050'],
    ['a comma behind it', '1020304050,', '1020304050'],
  ];
  for (const [what, text, cedula] of accepted) {
    it(`may have ${what}`, () => {
      expect(parseCedula(text)).to.equal(cedula);
      expect(cedulaProblem(text)).to.equal(null);
    });
  }

  const refused: [what: string, text: string, problem: string][] = [
    ['nothing in it', '', MISSING],
    ['only spaces', ' \u00a0 ', MISSING],
    ['only what nobody sees', '\u200b\ufeff', MISSING],
    ['only what it is called', 'C.C.', MISSING],
    ['only zeros', '0000000', LENGTH],
    ['five digits', '12345', LENGTH],
    ['five digits behind zeros', '0000012345', LENGTH],
    ['eleven digits', '10203040500', `${LENGTH} Lo escrito tiene 11: revise que sea un solo número.`],
    ['the decimal of a spreadsheet', '79180867.0', SPREADSHEET],
    ['one digit behind the dot', '1020304.5', SPREADSHEET],
    ['cents', '79.180.867.00', SPREADSHEET],
    ['cents behind a comma', '79180867,00', SPREADSHEET],
    ['the decimal of a spreadsheet in other digits', '７９１８０８６７．０', SPREADSHEET],
    ['invisible marks in its decimals', '79180867.\u200b0', SPREADSHEET],
    ['the sign of Arabic decimals', '123٫456', SPREADSHEET],
    ['a thousand that is a fraction', '0.123.456', SPREADSHEET],
    ['a dot behind four digits', '1020.304', SPREADSHEET],
    ['dots and a comma', '1.020,304', SEPARATORS],
    ['a blank and dots', '1 020.304.050', SEPARATORS],
    ['the apostrophe of millions and commas', '1´020,304,050', SEPARATORS],
    ['cents behind the thousands of English', '1,020,304.00', SPREADSHEET],
    ['another cédula behind a comma', '1020304050,79180867', ONE],
    ['a spreadsheet’s power of ten', '7.9180867E7', SPREADSHEET],
    ['a power of ten with its sign', '1.02E+09', SPREADSHEET],
    ['dots anywhere', '1.0203.04', SEPARATORS],
    ['two dots', '1..020.304', SEPARATORS],
    ['a NIT’s check digit', '79180867-1', ONE],
    ['a NIT’s check digit behind dots', '900.123.456-7', ONE],
    ['a digit set apart', '1020304 5', ONE],
    ['cents behind a blank', '79 180 867 00', ONE],
    ['two cells', '123\t456789', ONE],
    ['two lines', '102030\n4050', ONE],
    ['two numbers', '1020304050, 3001234567', ONE],
    ['two numbers with a slash', '1020304050/3001234567', ONE],
    ['letters', 'Ana 1020304050', DIGITS],
    ['another document', 'C.E. 123456', DIGITS],
    ['a company’s number', 'NIT 900123456', DIGITS],
    ['letters behind it', '1020304050 de Bogotá', DIGITS],
    ['a minus', '-1020304050', DIGITS],
    ['a minus of any kind', '−1020304050', DIGITS],
    ['a plus', '+1020304050', DIGITS],
    ['brackets, an accountant’s minus', '(1020304050)', DIGITS],
    ['a footnote', '1020304050²', DIGITS],
    ['circled digits', '①②③④⑤⑥', DIGITS],
    ['the letter O', '1O2O3O4O5O', DIGITS],
  ];
  for (const [what, text, problem] of refused) {
    it(`is refused with ${what}`, () => {
      expect(parseCedula(text)).to.equal(null);
      expect(cedulaProblem(text)).to.equal(problem);
    });
  }

  it('stays as it is when it is read again', () => {
    expect(parseCedula(formatCedula('1020304050'))).to.equal('1020304050');
  });

  it('is refused in no time however much was pasted', () => {
    for (const text of ['.123'.repeat(15_000), ' 1'.repeat(30_000), 'n. '.repeat(20_000), '#'.repeat(60_000)])
      expect(parseCedula(text)).to.equal(null);
  });

  it('is refused unread when more was sent than anybody means by one number, however well it begins', () => {
    for (const text of [`1020304050${'"'.repeat(191)}`, `${'"'.repeat(60_000)}x`]) {
      expect(parseCedula(text)).to.equal(null);
      expect(cedulaProblem(text)).to.equal('Es demasiado texto: escriba solo los dígitos de la cédula.');
    }
    expect(parseCedula(`1020304050${'"'.repeat(190)}`)).to.equal('1020304050');
  });
});

describe('A cédula that is shown', () => {
  it('has dots between thousands', () => {
    expect(['900100', '10203040', '1020304050'].map(formatCedula)).to.deep.equal([
      '900.100',
      '10.203.040',
      '1.020.304.050',
    ]);
  });

  it('hides all but its last four digits from others', () => {
    expect(maskCedula('1020304050')).to.equal('••••••4050');
    expect(maskCedula('900100')).to.equal('••0100');
  });
});
