import { expect } from 'chai';
import { withoutFormula } from '../../../../services/gateway/table/csv.ts';

describe('A text in a file for spreadsheets', () => {
  for (const [what, text] of [
    ['an equals sign', '=1+1'],
    ['a plus', '+1'],
    ['a minus', '-1'],
    ['an at sign', '@SUM(A1)'],
    ['a bar', '|calc'],
    ['a tab', '\tAna'],
    ['a carriage return', '\rAna'],
    ['a line feed', '\nAna'],
    ['blanks before it', '   =1'],
    ['a hard blank before it', '\u00a0=1'],
    ['a tab and blanks before it', ' \t =1'],
    ['an invisible letter before it', '\u200b=1'],
    ['a byte order mark before it', '\ufeff=1'],
    ['a control character before it', '\u0001=1'],
    ['a wide equals sign', '＝1'],
    ['a wide plus', '＋1'],
    ['a wide minus', '－1'],
    ['a wide at sign', '＠SUM(A1)'],
    ['the sign of subtraction', '−1'],
    ['a link that is a formula', '=HYPERLINK("http://example.invalid";"Ana")'],
  ] as const) {
    it(`does not begin with ${what}: an apostrophe stands before it`, () => {
      expect(withoutFormula(text)).to.equal(`'${text}`);
    });
  }

  for (const text of [
    '',
    'Ana María',
    "O'Connor",
    'CR 10 # 20-30',
    '1020304050',
    '(57) 300',
    'Ñañez = Núñez',
    '¿-?',
  ]) {
    it(`stays as it is: ${JSON.stringify(text)}`, () => expect(withoutFormula(text)).to.equal(text));
  }
});
