import { expect } from 'chai';
import { cleanValue, fold, tidy } from '../../../../services/scraper/reading/fold.ts';

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
});
