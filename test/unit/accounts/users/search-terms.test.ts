import { expect } from 'chai';
import { searchTerms } from '../../../../services/accounts/users/search-terms.ts';

const CEDULA = '1020304050';
const PHONE = '3107654321';

describe('The terms of a search', () => {
  for (const [what, terms, ...searches] of [
    [
      'a cédula and a phone that a row is pasted with',
      [CEDULA, PHONE],
      `${CEDULA}\t${PHONE}`,
      '1.020.304.050 310 765 4321',
      '10 20 30 40 50 310 765 4321',
      `C.C. ${CEDULA} Cel. ${PHONE}`,
    ],
    ['a phone and a cédula', [PHONE, CEDULA], '310 765 4321 1.020.304.050'],
    ['the shortest cédula and a phone', ['900100', PHONE], `900100 ${PHONE}`],
    ['a phone with its country', [CEDULA, '573107654321'], `${CEDULA} 57 310 765 4321`],
    ['a phone abroad, as it is called there', ['4121234567'], '0412 123 4567', '0412-1234567', '04121234567'],
    ['the beginning of one', ['412123'], '0412 123'],
    ['a part that begins with a zero inside a cédula', ['0304'], '0304', '03 04'],
    ['digits that are no numbers', ['9'.repeat(40)], `${'9'.repeat(20)} ${'9'.repeat(20)}`],
  ] as const)
    it(`are ${what}`, () => {
      for (const search of searches) expect(searchTerms(search), search).to.deep.equal(terms);
    });

  it('end for what is all digits and blanks', () => {
    expect(searchTerms('1 '.repeat(119))).to.be.an('array');
  });
});
