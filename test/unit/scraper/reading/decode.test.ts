import { expect } from 'chai';
import { decodeBody } from '../../../../services/scraper/reading/decode.ts';
import { parseMarkup } from '../../../../services/scraper/reading/markup.ts';
import { readRegion } from '../../../../services/scraper/reading/region.ts';

const TEXT = 'DIRECCIÓN «PEÑOL», ¿está?';

describe('The bytes of a body', () => {
  it('are UTF-8 where they can be, with or without a byte order mark', () => {
    expect(decodeBody(Buffer.from(TEXT))).to.equal(TEXT);
    expect(decodeBody(Buffer.from(`\ufeff${TEXT}`))).to.equal(TEXT);
  });

  it('are ISO-8859-1 or windows-1252 where they are not UTF-8', () => {
    expect(decodeBody(Buffer.from(TEXT, 'latin1'))).to.equal(TEXT);
    expect(decodeBody(Buffer.from([0x93, 0xd1, 0x94, 0x96]))).to.equal('“Ñ”–');
  });

  it('are UTF-8 when they end in the middle of a letter', () => {
    expect(decodeBody(Buffer.from('PEÑ').subarray(0, 3))).to.equal('PE');
    expect(decodeBody(Buffer.from('ÑÑ').subarray(0, 3))).to.equal('Ñ');
  });

  it('are put right when the browser believed a header that lied', () => {
    const misread = new TextDecoder('windows-1252').decode(Buffer.from(TEXT));
    expect(decodeBody(Buffer.from(misread))).to.equal(TEXT);
    for (const kept of ['Ã', 'Â°', 'VÃO', ''])
      expect(decodeBody(Buffer.from(kept)), kept).to.equal(kept === 'Â°' ? '°' : kept);
  });
});

describe('A body of any size', () => {
  const bodies = {
    '10 MB of HTML': '<p>relleno</p>'.repeat(750_000),
    '10 MB of words': 'relleno '.repeat(1_300_000),
    'tags that are never closed': `${'<b>'.repeat(5_000)}${'</i>'.repeat(5_000)}`,
    'tables in tables': '<table><tr><td>NUIP'.repeat(3_000),
    'tables side by side': '<table><tr><td>NUIP</td></tr></table>'.repeat(1_600),
    'block signs in block signs': '<div class="blocked">'.repeat(9_000),
    comments: `${'<!--'.repeat(9_000)}${'-'.repeat(300_000)}`,
    'scripts that are never closed': '<script '.repeat(9_000),
    ampersands: '&'.repeat(390_000),
    attributes: `<a ${'b '.repeat(190_000)}>`,
    spaces: ' '.repeat(390_000),
  };
  for (const [what, body] of Object.entries(bodies)) {
    it(`is read to its end: ${what}`, () => {
      expect(readRegion(body, '1020304050')).to.include({ kind: 'failure', failure: 'unrecognised' });
    });
  }

  it('is not parsed when it is too large', () => {
    expect(parseMarkup('x'.repeat(400_001))).to.equal(null);
    expect(parseMarkup('<'.repeat(10_001))).to.equal(null);
  });
});
