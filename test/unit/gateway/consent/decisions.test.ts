import { expect } from 'chai';
import { presentDecision } from '../../../../services/gateway/consent/decisions.ts';
import type { Decision } from '../../../../shared/contract/consent.ts';

const decision: Decision = {
  ...{ purpose: 'sharing', version: '2026-11-26', hash: null, channel: 'earlier', address: '' },
  ...{ givenAt: '2026-11-27T04:29:00Z', withdrawnAt: '2026-11-28T04:29:00Z', outdated: true },
};

describe('A decision as its row', () => {
  it('has its whole date, in Colombia, because it is read years later', () => {
    const { given, withdrawn } = presentDecision(decision);
    expect([given, withdrawn]).to.deep.equal([
      '26 de noviembre de 2026, 11:29\u00a0p.\u00a0m.',
      'Terminó el 27 de noviembre de 2026, 11:29\u00a0p.\u00a0m.: había que preguntarle de nuevo',
    ]);
  });

  it('says that it was one decision on all, of before they were separate', () => {
    expect(presentDecision(decision).channel).to.equal('Una sola decisión, con el texto anterior');
  });
});
