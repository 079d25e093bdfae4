import { expect } from 'chai';
import { passwordProblem } from '../../../shared/person/password.ts';

describe('A password', () => {
  const cases: [what: string, password: string, problem: string | null][] = [
    ['of 8 characters is long enough', 'gato-azu', null],
    ['of 7 characters is too short', 'gato-az', 'Use al menos 8 caracteres.'],
    ['of 128 characters is short enough', 'ab'.repeat(64), null],
    ['of 129 characters would make the server work', `${'ab'.repeat(64)}c`, 'Use máximo 128 caracteres.'],
    ['of digits only is refused', '9081726354', 'No use solo números: agregue letras o símbolos.'],
    ['of one character repeated is refused', 'ññññññññ', 'No repita un mismo carácter.'],
    ['that is the cédula and more is refused', 'x1020304050', 'No use su cédula como contraseña.'],
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
