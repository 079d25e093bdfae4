import { z } from 'zod';
import { cedulaProblem, parseCedula } from './cedula.ts';
import { goalProblem, normaliseGoal } from './goal.ts';
import { nameProblem, normaliseName } from './name.ts';
import { HOLDS_CEDULA, passwordProblem } from './password.ts';
import { parsePhone, phoneProblem } from './phone/phone.ts';
import { PHONE_MISSING } from './phone/shape.ts';

/**
 * One set of rules for what people type, used by the forms, the JSON API and the accounts service. The problems that
 * they find are pure functions beside this file, which the browser runs too while somebody types.
 */

/** A text that comes out normalised; the problem is the one that the form shows while it is typed. */
const typed = (
  missing: string,
  normalise: (text: string) => string,
  problemOf: (normalised: string) => string | null,
) =>
  z.string({ error: missing }).transform((text, context) => {
    const normalised = normalise(text);
    const message = problemOf(normalised);
    if (message === null) return normalised;
    context.issues.push({ code: 'custom', input: text, message });
    return z.NEVER;
  });

export const cedulaRule = typed('Escriba su cédula.', (text) => parseCedula(text) ?? text, cedulaProblem);
export const nameRule = typed('Escriba su nombre completo.', normaliseName, nameProblem);
/** Somebody else's, said to whoever writes it down. */
export const anothersNameRule = typed(
  'Escriba el nombre completo.',
  normaliseName,
  (name) => nameProblem(name)?.replace('su nombre', 'el nombre') ?? null,
);
export const phoneRule = typed(PHONE_MISSING, (text) => parsePhone(text) ?? text, phoneProblem);

const consentRule = z.literal(true, {
  error: 'Debe aceptar la política de tratamiento de datos para registrarse.',
});

/** Silence is no consent. */
const decisionRule = z.boolean({ error: 'Debe ser true o false.' }).default(false);

export const passwordRule = z.string({ error: 'Escriba una contraseña.' }).check((context) => {
  const message = passwordProblem(context.value);
  if (message !== null) context.issues.push({ code: 'custom', input: '', message });
});

/** The fields that the password's last check reads. */
const needed = new Set<PropertyKey>(['cedula', 'password']);

/** What a person gives to register. Its output is normalised: digits only, E.164, single spaces. */
export const registrationRule = z
  .object({
    cedula: cedulaRule,
    nombreCompleto: nameRule,
    phone: phoneRule,
    password: passwordRule,
    dataPolicyAccepted: consentRule,
    /** To be looked up, and to be shown to whoever invited them: each only when it is said. */
    lookup: decisionRule,
    sharing: decisionRule,
  })
  .refine(({ password, cedula }) => passwordProblem(password, cedula) === null, {
    path: ['password'],
    error: HOLDS_CEDULA,
    // Also beside other bad fields, so that all are told at once.
    when: ({ issues }) => issues.every(({ path: [field] = [] }) => field !== undefined && !needed.has(field)),
  });

export type Registration = z.output<typeof registrationRule>;

/** A number as a Colombian types it: the dot is for thousands. */
const asTyped = (value: number): string => String(value).replace('.', ',');

/** What a person may change of themselves. Its output is normalised; the goal is how many people they want to refer. */
export const profileRule = z.object({
  nombreCompleto: nameRule,
  phone: phoneRule,
  referralGoal: z
    .union([z.string(), z.number().transform(asTyped)], { error: 'Escriba su meta.' })
    .pipe(typed('Escriba su meta.', normaliseGoal, goalProblem))
    .transform(Number),
});
