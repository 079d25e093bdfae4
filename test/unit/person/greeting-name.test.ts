import { expect } from 'chai';
import { greetingName } from '../../../shared/person/greeting-name.ts';

describe('What a person is greeted by', () => {
  for (const [name, greeting] of [
    ['Ana María Peña', 'Ana'],
    ['Ana-Luz Peña', 'Ana-Luz'],
    ['D’Angelo Ruiz', 'D’Angelo'],
    ['Yu', 'Yu'],
    ['Ma. Fernanda Peña', 'Ma. Fernanda'],
    ['Mª Fernanda Peña', 'Mª Fernanda'],
    ['M.ª José Peña', 'M.ª José'],
    ['Ma Fernanda Peña', 'Ma Fernanda'],
    ['MA. FERNANDA PEÑA', 'Ma. Fernanda'],
    ['ROSA PEÑA', 'Rosa'],
    ['rosa peña', 'Rosa'],
    ['ÍNGRID NÚÑEZ', 'Íngrid'],
    ['ANA-LUZ PEÑA', 'Ana-Luz'],
    ['d’angelo ruiz', 'D’Angelo'],
    ['McKenzie Ruiz', 'McKenzie'],
    ['Fco. Javier Peña', 'Fco. Javier'],
    ['J. C. Tolima Ruiz', 'J. C. Tolima'],
    ['J.C. Tolima Ruiz', 'J.C. Tolima'],
    ['Dra. Ma. Luz Peña', 'Dra. Ma. Luz'],
    ['Juan C. Peña', 'Juan'],
    ['Mar Peña', 'Mar'],
    ['J. C.', 'J. C.'],
    ['Ma.', 'Ma.'],
    ['李 明', '李'],
    ['', ''],
  ] as const)
    it(`is ${JSON.stringify(greeting)} for ${JSON.stringify(name)}`, () => {
      expect(greetingName(name)).to.equal(greeting);
    });
});
