import { expect } from 'chai';
import { failureMessage } from '../../../../services/census/read/failure-message.ts';
import { failureKinds } from '../../../../shared/contract/outcome.ts';

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
