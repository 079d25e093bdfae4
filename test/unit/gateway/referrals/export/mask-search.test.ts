import { expect } from 'chai';
import { maskSearch } from '../../../../../services/gateway/referrals/export/mask-search.ts';

describe('A search that is written down', () => {
  for (const [what, q, kept] of [
    ['a name as it is', 'Ana Peña-Díaz', 'Ana Peña-Díaz'],
    ['a short number', '4321', '4321'],
    ['only the end of a cédula', 'C.C. 1.020.304.050 Ana', 'C.C. ••••••4050 Ana'],
    ['only the end with any sign', '1’020‑304\u00a0050', '••••••4050'],
    ['only the end in other digits', '١٠٢٠٣٠٤٠٥٠', '••••••4050'],
    ['only the end of a phone', '+57 310 765 4321', '+••••••••4321'],
  ] as const) {
    it(`keeps ${what}`, () => {
      expect(maskSearch(q)).to.equal(kept);
    });
  }

  it('keeps no more than fits', () => {
    expect(maskSearch('a'.repeat(500))).to.have.lengthOf(120);
  });
});
