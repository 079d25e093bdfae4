import { cedulaProblem, parseCedula } from '../../../shared/person/cedula.ts';
import { goalProblem } from '../../../shared/person/goal.ts';
import { nameProblem, normaliseName } from '../../../shared/person/name.ts';
import { passwordProblem } from '../../../shared/person/password.ts';
import { phoneShapeProblem } from '../../../shared/person/phone/shape.ts';

/** The value of another field of the same form; empty when there is none. */
type Other = (name: string) => string;

/** What is wrong with each field, by the server's own rules; null when nothing is. */
const problems: Record<string, (value: string, other: Other) => string | null> = {
  cedula: cedulaProblem,
  nombre_completo: (value) => nameProblem(normaliseName(value)),
  // Which numbers exist is for the server to say: the tables of all countries are heavier than a page.
  phone: phoneShapeProblem,
  referral_goal: goalProblem,
  // Of a login or a password to be replaced: only whether there is one.
  password: (value) => (value === '' ? 'Escriba su contraseña.' : null),
  password1: (value, other) => passwordProblem(value, parseCedula(other('cedula')) ?? undefined),
  password2: (value, other) => (value === other('password1') ? null : 'Las dos contraseñas no son iguales.'),
};

/** @returns undefined for a field that has no rule */
export const problemOf = (name: string, value: string, other: Other): string | null | undefined =>
  Object.hasOwn(problems, name) ? problems[name]?.(value, other) : undefined;

export const CONSENT_MISSING = 'Debe aceptar la política de tratamiento de datos para registrarse.';
