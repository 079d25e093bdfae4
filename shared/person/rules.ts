import { z } from 'zod';
import { parseCedula } from './cedula.ts';
import { HOLDS_CEDULA, passwordProblem } from './password.ts';

/** One set of rules for what people type, used by the forms, the JSON API and the accounts service. */

export const cedulaRule = z.string({ error: 'Escriba su cédula.' }).transform((text, context) => {
  const cedula = parseCedula(text);
  if (cedula !== null) return cedula;
  context.issues.push({
    code: 'custom',
    input: text,
    message: text.trim() === '' ? 'Escriba su cédula.' : 'La cédula debe tener de 6 a 10 dígitos.',
  });
  return z.NEVER;
});

/** Letters of any alphabet with their accents, joined by single spaces, hyphens or apostrophes. */
const NAME = /^\p{L}\p{M}*(?:[ '’-]?\p{L}\p{M}*)*$/u;

export const nameRule = z
  .string({ error: 'Escriba su nombre completo.' })
  .transform((name) => name.normalize('NFC').trim().replace(/\s+/g, ' '))
  .pipe(
    z
      .string()
      .min(2, 'Escriba su nombre completo (mínimo 2 letras).')
      .max(60, 'El nombre debe tener máximo 60 caracteres.')
      .regex(NAME, 'Use solo letras, espacios, guion y apóstrofo.'),
  );

export const phoneRule = z
  .string({ error: 'Escriba su teléfono.' })
  .transform((phone) => phone.replace(/[\s().-]/g, '').replace(/^(?:\+|00)?57(?=\d{10}$)/, ''))
  .pipe(z.string().regex(/^\d{10}$/, 'El teléfono debe tener 10 dígitos.'));

export const consentRule = z.literal(true, {
  error: 'Debe aceptar la política de tratamiento de datos para registrarse.',
});

export const passwordRule = z.string({ error: 'Escriba una contraseña.' }).check((context) => {
  const message = passwordProblem(context.value);
  if (message !== null) context.issues.push({ code: 'custom', input: '', message });
});

/** The fields that the password's last check reads. */
const needed = new Set<PropertyKey>(['cedula', 'password']);

/** What a person gives to register. Its output is normalised: digits only, single spaces. */
export const registrationRule = z
  .object({
    cedula: cedulaRule,
    nombreCompleto: nameRule,
    phone: phoneRule,
    password: passwordRule,
    dataPolicyAccepted: consentRule,
  })
  .refine(({ password, cedula }) => passwordProblem(password, cedula) === null, {
    path: ['password'],
    error: HOLDS_CEDULA,
    // Also beside other bad fields, so that all are told at once.
    when: ({ issues }) => issues.every(({ path: [field] = [] }) => field !== undefined && !needed.has(field)),
  });

export type Registration = z.output<typeof registrationRule>;
