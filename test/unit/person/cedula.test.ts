import { expect } from 'chai';
import { formatCedula, maskCedula, parseCedula } from '../../../shared/person/cedula.ts';

describe('A typed cédula', () => {
  const accepted: Record<string, string> = {
    'six digits, the shortest': '900100',
    'ten digits, the longest': '1020304050',
    'dots between thousands': '1.020.304.050',
    'spaces around and inside': ' 1 020 304 050 ',
    'no-break spaces': '1\u00a0020\u00a0304\u00a0050',
    'leading zeros': '0001020304050',
    'a tab and a line end from a spreadsheet': '1020304050\t\r\n',
  };
  for (const [what, text] of Object.entries(accepted)) {
    it(`may have ${what}`, () => {
      expect(parseCedula(text)).to.equal(text === '900100' ? '900100' : '1020304050');
    });
  }

  const refused: Record<string, string> = {
    'nothing in it': '',
    'only spaces': '   ',
    'only zeros': '0000000',
    'five digits': '12345',
    'five digits behind zeros': '0000012345',
    'eleven digits': '10203040500',
    letters: 'CC1020304050',
    'a sign': '-1020304050',
    'a decimal comma': '1020304,50',
    'digits of another alphabet': '١٠٢٠٣٠٤٠٥٠',
  };
  for (const [what, text] of Object.entries(refused)) {
    it(`is refused with ${what}`, () => {
      expect(parseCedula(text)).to.equal(null);
    });
  }

  it('stays as it is when it is read again', () => {
    expect(parseCedula(formatCedula('1020304050'))).to.equal('1020304050');
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
