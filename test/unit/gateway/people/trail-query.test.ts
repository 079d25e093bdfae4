import { expect } from 'chai';
import { fileTrail, pageTrail, problemsOf } from '../../../../services/gateway/people/trail-query.ts';
import { refusalOf } from '../../../support/failures.ts';

const file = (given: Record<string, unknown>) => Promise.resolve().then(() => fileTrail(given));

describe('What is asked of the trail', () => {
  const wrong: Record<string, unknown>[] = [
    { cedula: '12345' },
    { cedula: ['1020304050', '1020304051'] },
    { persona: 'nadie' },
    { desde: 'ayer' },
    { hasta: '31/02/2026' },
    { action: 'nada' },
    { cedulas: '1020304050' },
  ];
  for (const given of wrong)
    it(`is refused for a file at ${JSON.stringify(given)}, which would take more than was asked for`, async () => {
      expect(await refusalOf(file(given))).to.include({ code: 'validation', status: 400 });
    });

  it('is taken for a file as the page says it, and a field that is empty asks for nothing', async () => {
    const given = { cedula: '1.020.304.050', desde: '22/11/2026', hasta: '', action: '' };
    expect(await file(given)).to.deep.equal({ cedula: '1020304050', from: '2026-11-22', cursor: undefined });
    expect(problemsOf(given)).to.deep.equal({});
  });

  it('is passed over on the page, which says what it did not understand', () => {
    const given = { cedula: '12345', desde: 'ayer', action: 'nada', hasta: '22/11/2026' };
    expect(pageTrail(given)).to.include({ cedula: undefined, from: undefined, until: '2026-11-22' });
    expect(problemsOf(given)).to.have.all.keys('cedula', 'desde', 'otro');
  });
});
