import { expect } from 'chai';
import { z } from 'zod';
import { actions } from '../../../shared/contract/actions.ts';
import { invalid } from '../../../shared/moleculer/contract-plugin.ts';

/** What the contract says about these parameters. */
const refusal = (rule: z.ZodType, given: unknown) => {
  const { error } = rule.safeParse(given);
  if (error === undefined) throw new Error('it was accepted');
  return invalid(error);
};

describe('Parameters that the contract refuses', () => {
  it('are a 400 in Spanish', () => {
    expect(refusal(z.string(), 1)).to.include({
      code: 'validation',
      status: 400,
      message: 'Revise los datos marcados e intente de nuevo.',
    });
  });

  it('are named as the form calls them, wherever they were nested', () => {
    const given = {
      registration: {
        cedula: '1',
        nombreCompleto: '2',
        phone: '3',
        password: '4',
        dataPolicyAccepted: false,
      },
      origin: { ip: '127.0.0.1', userAgent: '' },
    };
    expect(refusal(actions['accounts.register'].params, given).fields).to.deep.equal({
      cedula: 'La cédula debe tener de 6 a 10 dígitos.',
      nombreCompleto: 'Escriba su nombre completo (mínimo 2 letras).',
      phone: 'El celular debe tener 10 dígitos. Si es de otro país, escriba + y el código del país.',
      password: 'Use al menos 8 caracteres.',
      dataPolicyAccepted: 'Debe aceptar la política de tratamiento de datos para registrarse.',
    });
  });

  it('say the first thing about each field', () => {
    const rule = z.object({ code: z.string().min(3, 'Corto.').regex(/^\d+$/, 'Solo dígitos.') });
    expect(refusal(rule, { code: 'a' }).fields).to.deep.equal({ code: 'Corto.' });
  });

  it('of a list are named by the list', () => {
    const rule = z.object({ ids: z.array(z.string('Texto.')) });
    expect(refusal(rule, { ids: ['a', 1] }).fields).to.deep.equal({ ids: 'Texto.' });
  });

  it('that are no object at all have a name of their own', () => {
    expect(refusal(z.object({}), 'texto').fields).to.have.all.keys('_');
  });
});
