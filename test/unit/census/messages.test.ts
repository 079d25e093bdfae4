import { expect } from 'chai';
import { refreshableAt } from '../../../services/census/views/cooldown.ts';
import { failureMessage, holdMessage } from '../../../services/census/views/messages.ts';
import { holdReasons } from '../../../shared/contract/census.ts';
import { failureKinds } from '../../../shared/contract/outcome.ts';
import { later, NOW } from './rows.ts';

describe('What a person is told of a failure', () => {
  const WAITS = 'Lo intentaremos de nuevo automáticamente: no tiene que hacer nada.';
  const MAY_ASK =
    'Ya no lo intentaremos por nuestra cuenta: puede pedir una nueva consulta con el botón «Actualizar».';

  for (const kind of failureKinds) {
    it(`says what happened and what happens next: ${kind}`, () => {
      const [retried, given] = [failureMessage(kind, true), failureMessage(kind, false)];
      expect(retried)
        .to.match(/^[A-ZÁÉÍÓÚ][^.]{20,}\. /)
        .and.satisfy((text: string) => text.endsWith(WAITS));
      expect(given).to.satisfy((text: string) => text.endsWith(MAY_ASK));
      expect(retried.replace(WAITS, ''), 'the same reason').to.equal(given.replace(MAY_ASK, ''));
      expect(retried, 'no word of the code').not.to.match(new RegExp(`${kind}|error|null|undefined`, 'i'));
    });
  }

  it('is another sentence for every kind', () => {
    expect(new Set(failureKinds.map((kind) => failureMessage(kind, true)))).to.have.property(
      'size',
      failureKinds.length,
    );
  });
});

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

describe('What a person is told of waiting', () => {
  it('gives the end of the cooldown until it is over', () => {
    expect(refreshableAt({ requestedAt: NOW }, 30, later(29))).to.deep.equal(later(30));
    expect(refreshableAt({ requestedAt: NOW }, 30, later(30))).to.equal(null);
    expect(refreshableAt({ requestedAt: NOW }, 0, NOW)).to.equal(null);
  });
});
