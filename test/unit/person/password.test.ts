import { expect } from 'chai';
import { HOLDS_CEDULA, passwordProblem } from '../../../shared/person/password.ts';

describe('A password', () => {
  const cases: [what: string, password: string, problem: string | null][] = [
    ['of 8 characters is long enough', 'gato-azu', null],
    ['of 7 characters is too short', 'gato-az', 'Use al menos 8 caracteres.'],
    ['of 128 characters is short enough', 'ab'.repeat(64), null],
    ['of 129 characters would make the server work', `${'ab'.repeat(64)}c`, 'Use máximo 128 caracteres.'],
    ['may be of digits alone: its strength is judged, not its shape', '9081726354', null],
    ['that is the cédula and more is refused', 'x1020304050', HOLDS_CEDULA],
    ['that has the cédula with dots is refused', 'x1.020.304.050', HOLDS_CEDULA],
    ['that has the cédula with blanks is refused', '10 20 30 40 50 ', HOLDS_CEDULA],
    ['may have spaces and accents', 'árbol sin sombra', null],
  ];
  for (const [what, password, problem] of cases) {
    it(what, () => {
      expect(passwordProblem(password, '1020304050')).to.equal(problem);
    });
  }

  it('is not compared with a cédula that is missing or empty', () => {
    expect(passwordProblem('gato-azul')).to.equal(null);
    expect(passwordProblem('gato-azul', '')).to.equal(null);
  });
});
