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
      phone: '+573001234567',
      password: 'gato-azul',
      dataPolicyAccepted: true,
      ...{ lookup: false, sharing: false },
    });
  });

  for (const [what, given, message] of [
    ['a name', { nombreCompleto: undefined }, { nombreCompleto: 'Escriba su nombre completo.' }],
    ['a phone', { phone: undefined }, { phone: 'Escriba su celular.' }],
    ['a cédula', { cedula: undefined }, { cedula: 'Escriba su cédula.' }],
    ['a cédula as text', { cedula: 1_020_304_050 }, { cedula: 'Escriba su cédula.' }],
  ] as const) {
    it(`needs ${what}`, () => {
      expect(refusals(given)).to.deep.equal(message);
    });
  }

  it('is taken however much blank was pasted around what was typed', () => {
    const blank = ' \u00a0\u2007\t\r\n'.repeat(100);
    const padded = Object.fromEntries(
      ['cedula', 'nombreCompleto', 'phone'].map((field) => [field, blank + valid[field as 'cedula'] + blank]),
    );
    expect(registered(padded)).to.deep.equal(registered({}));
  });

  it('is refused unread, field by field, when more was sent than anybody means', () => {
    const behind = '"'.repeat(60_000);
    const sent = {
      cedula: `1020304050${behind}`,
      nombreCompleto: `Ana Luz${behind}`,
      phone: `3001234567${behind}`,
    };
    expect(refusals(sent)).to.deep.equal({
      cedula: 'Es demasiado texto: escriba solo los dígitos de la cédula.',
      nombreCompleto: 'El nombre debe tener máximo 120 caracteres.',
      phone: 'Es demasiado texto: escriba solo el celular.',
    });
  });

  it('is the same when its output is read again, as the service does with what the gateway has read', () => {
    expect(registrationRule.parse(registered({}))).to.deep.equal(registered({}));
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
