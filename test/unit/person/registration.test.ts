import { expect } from 'chai';
import { registrationRule } from '../../../shared/person/rules.ts';

const valid = {
  cedula: '1.020.304.050',
  nombreCompleto: 'Ana María Peñalosa',
  phone: '300 123 4567',
  password: 'gato-azul',
  dataPolicyAccepted: true,
};

const registered = (change: Record<string, unknown>) => registrationRule.parse({ ...valid, ...change });

/** The refused fields with the first message of each. */
const refusals = (change: Record<string, unknown>): Record<string, string> => {
  const issues = registrationRule.safeParse({ ...valid, ...change }).error?.issues ?? [];
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [path.join('.'), message]));
};

describe('A registration', () => {
  it('comes out normalised', () => {
    expect(registered({})).to.deep.equal({
      cedula: '1020304050',
      nombreCompleto: 'Ana María Peñalosa',
      phone: '3001234567',
      password: 'gato-azul',
      dataPolicyAccepted: true,
    });
  });

  describe('has a name that', () => {
    const accepted: [what: string, given: string, kept: string][] = [
      ['gets single spaces', '  Ana \t María\u00a0\u00a0Peñalosa ', 'Ana María Peñalosa'],
      ['has its accents composed', 'Mari\u0301a Pen\u0303a', 'María Peña'],
      ['may have a hyphen or an apostrophe', "Luz O'Hara-Díaz", "Luz O'Hara-Díaz"],
      ['may have the typographic apostrophe', 'Luz D’Angelo', 'Luz D’Angelo'],
      ['may have two letters', 'Yu', 'Yu'],
      ['may have 60 characters', 'a'.repeat(60), 'a'.repeat(60)],
      ['may be of another alphabet', 'Олена Іваненко', 'Олена Іваненко'],
    ];
    for (const [what, given, kept] of accepted) {
      it(what, () => {
        expect(registered({ nombreCompleto: given }).nombreCompleto).to.equal(kept);
      });
    }

    const refused: [what: string, given: unknown, message: string][] = [
      ['is missing', undefined, 'Escriba su nombre completo.'],
      ['is blank', ' \u00a0 ', 'Escriba su nombre completo (mínimo 2 letras).'],
      ['has one letter', 'A', 'Escriba su nombre completo (mínimo 2 letras).'],
      ['has 61 characters', 'a'.repeat(61), 'El nombre debe tener máximo 60 caracteres.'],
      ['has a digit', 'Ana 2', 'Use solo letras, espacios, guion y apóstrofo.'],
      ['has markup', '<b>Ana</b>', 'Use solo letras, espacios, guion y apóstrofo.'],
      ['ends in a hyphen', 'Ana-', 'Use solo letras, espacios, guion y apóstrofo.'],
    ];
    for (const [what, given, message] of refused) {
      it(`is refused when it ${what}`, () => {
        expect(refusals({ nombreCompleto: given })).to.deep.equal({ nombreCompleto: message });
      });
    }
  });

  describe('has a phone that', () => {
    for (const given of [
      '3001234567',
      '+57 300 123 4567',
      '57 3001234567',
      '0057-300-123-4567',
      '(300) 123.4567',
      '300\u00a0123\u00a04567',
    ]) {
      it(`may be typed ${given}`, () => {
        expect(registered({ phone: given }).phone).to.equal('3001234567');
      });
    }

    it('keeps a 57 that is not the country', () => {
      expect(registered({ phone: '5712345678' }).phone).to.equal('5712345678');
    });

    for (const given of ['', '300123456', '30012345678', '+1 300 123 4567 89', 'tel3001234567']) {
      it(`is refused as «${given}»`, () => {
        expect(refusals({ phone: given })).to.deep.equal({ phone: 'El teléfono debe tener 10 dígitos.' });
      });
    }

    it('is asked for when it is missing', () => {
      expect(refusals({ phone: undefined })).to.deep.equal({ phone: 'Escriba su teléfono.' });
    });
  });

  describe('has a cédula that', () => {
    for (const [given, message] of [
      [undefined, 'Escriba su cédula.'],
      [1020304050, 'Escriba su cédula.'],
      [' ', 'Escriba su cédula.'],
      ['12345', 'La cédula debe tener de 6 a 10 dígitos.'],
      ['CC 1020304050', 'La cédula debe tener de 6 a 10 dígitos.'],
    ] as const) {
      it(`is refused as «${given}»`, () => {
        expect(refusals({ cedula: given })).to.deep.equal({ cedula: message });
      });
    }
  });

  describe('has a password that', () => {
    it('is asked for when it is missing', () => {
      expect(refusals({ password: undefined })).to.deep.equal({ password: 'Escriba una contraseña.' });
    });

    it('may not hold the cédula, however that was typed', () => {
      const message = 'No use su cédula como contraseña.';
      expect(refusals({ password: 'x1020304050' })).to.deep.equal({ password: message });
    });

    it('never comes back in the issue', () => {
      const password = 'corta';
      expect(JSON.stringify(registrationRule.safeParse({ ...valid, password }).error?.issues)).not.to.include(
        password,
      );
    });
  });

  describe('has a consent that', () => {
    for (const given of [undefined, false, 'true', 1]) {
      it(`is refused as ${JSON.stringify(given)}`, () => {
        expect(refusals({ dataPolicyAccepted: given })).to.deep.equal({
          dataPolicyAccepted: 'Debe aceptar la política de tratamiento de datos para registrarse.',
        });
      });
    }
  });

  describe('with several bad fields', () => {
    it('names all of them at once', () => {
      const given = {
        cedula: '1',
        nombreCompleto: '2',
        phone: '3',
        password: '4',
        dataPolicyAccepted: false,
      };
      expect(refusals(given)).to.have.all.keys(Object.keys(given));
    });

    it('names all of them when nothing was given', () => {
      const nothing = Object.fromEntries(Object.keys(valid).map((field) => [field, undefined]));
      expect(refusals(nothing)).to.have.all.keys(Object.keys(valid));
    });

    it('also says that the password holds the cédula', () => {
      const given = { password: 'x1020304050', dataPolicyAccepted: false, phone: undefined };
      expect(refusals(given)).to.have.all.keys('password', 'dataPolicyAccepted', 'phone');
    });

    it('says one thing about each field', () => {
      const given = { ...valid, password: 'corta', dataPolicyAccepted: false };
      const { error } = registrationRule.safeParse(given);
      expect(error?.issues.map(({ path }) => path.join('.'))).to.deep.equal([
        'password',
        'dataPolicyAccepted',
      ]);
    });
  });

  it('that is no object is refused without an exception', () => {
    for (const given of [null, [], 'texto', undefined])
      expect(registrationRule.safeParse(given).success).to.equal(false);
  });
});
