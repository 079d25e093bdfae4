import { dictionary } from '@zxcvbn-ts/language-common';
import { expect } from 'chai';
import { passwordStrength } from '../../../../shared/person/strength/strength.ts';

const rosa = { cedula: '1020304050', nombreCompleto: 'Rosa Inés Quiñones', phone: '+573014445566' };

describe('How strong a password is', () => {
  const weak: [what: string, password: string][] = [
    ['of those that everybody uses', '12345678'],
    ['of the keyboard', 'qwertyuiop'],
    ['of one repeated character', 'aaaaaaaaaaaa'],
    ['of a Spanish word', 'contraseña'],
    ['with all that rules of shape ask for', 'Bogota2024*'],
    ['of a city and a year', 'Medellin2025!'],
    ['of a club and a year', 'Millonarios2025'],
    ['of the portal', 'censovivo2026'],
    ['of the role', 'demo-admin'],
    ['of numbers that follow one another', 'unodostrescuatrocinco'],
    ['of months', 'eneroFebreroMarzoAbril'],
    ['of days, as they are written', 'lunes martes miércoles jueves'],
    ['of days, as they are typed', 'lunes martes miercoles'],
    ['of days in one word', 'viernessabadodomingo'],
    ['of ordinals without accents', 'quinto-sexto-septimo-octavo'],
    ['of things that are counted up, of two kinds', 'enero-febrero-rojo-naranja'],
    ['of signs of the zodiac', 'AriesTauroGeminisCancer'],
    ["of the person's name", 'rosaines22'],
    ["of the person's name without its accents", 'quinones1*'],
    ["of the person's phone", '3014445566'],
    ["of the person's cédula backwards", '0504030201'],
    ["of the person's cédula with dots", '1.020.304.050'],
  ];
  for (const [what, password] of weak) {
    it(`refuses one ${what}, and says what to do`, () => {
      const { score, problem } = passwordStrength(password, rosa);
      expect(score).to.be.lessThan(3);
      expect(problem).to.match(/^[A-ZÉ¿«].{10,}\.$/);
    });
  }

  const strong: [what: string, password: string][] = [
    ['of four words, without a capital, digit or sign', 'tulipan mesa nube rio'],
    ['of random digits', '8305127749620518'],
    ['that a manager of passwords made', 'k9#vTq2!zLw'],
    ['as long as may be', 'una frase larga de verdad '.repeat(4)],
  ];
  for (const [what, password] of strong) {
    it(`takes one ${what}`, () => {
      expect(passwordStrength(password, rosa).problem).to.equal(null);
    });
  }

  it('refuses those of the 3,000 most used that are long enough: every tenth, because each takes its time', () => {
    const used = dictionary['passwords-common'].filter(({ length }) => length >= 8).slice(0, 3_000);
    expect(used).to.have.lengthOf(3_000);
    const tenth = used.filter((_, place) => place % 10 === 0);
    expect(tenth.filter((password) => passwordStrength(password).problem === null)).to.deep.equal([]);
  });

  it('takes for another what it refuses for whose name it is', () => {
    expect(passwordStrength('quinones-rosa-7').problem).to.equal(null);
    expect(passwordStrength('quinonesrosa7', rosa).problem).to.be.a('string');
  });

  it('speaks to people as the portal does', () => {
    const { problem } = passwordStrength('1.020.304.05', { cedula: '1.020.304.05' });
    expect(problem).not.to.match(/\b(Añade|Usa|Evita|Escribe)\b/);
  });
});
