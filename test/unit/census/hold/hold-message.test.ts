import { expect } from 'chai';
import { holdMessage } from '../../../../services/census/hold/hold-message.ts';
import { holdReasons } from '../../../../shared/contract/census.ts';

describe('What a person is told while lookups stand still', () => {
  for (const reason of holdReasons) {
    it(`says why, and that they lose nothing: ${reason}`, () => {
      expect(holdMessage(reason))
        .to.match(
          /^[A-ZÁÉÍÓÚ].{20,}\. La consulta conserva su lugar y seguirá sola: no tiene que hacer nada\.$/,
        )
        .and.not.match(/null|undefined|timeout|network/);
    });
  }

  it('is another sentence for every reason', () => {
    expect(new Set(holdReasons.map(holdMessage))).to.have.property('size', holdReasons.length);
  });
});
