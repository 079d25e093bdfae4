import { z } from 'zod';
import { nameRule, phoneRule } from '../person/rules.ts';
import type { Named } from './audit.ts';

/** What is asked for: a link for a new password, or that a lost second factor be taken away. */
export type RecoveryKind = 'password' | 'factor';

/** Somebody asks to get into a person's account again. Dates are ISO 8601. */
export interface RecoveryRequest {
  id: string;
  kind: RecoveryKind;
  person: Named;
  /** Null when they are gone. */
  askedBy: Named | null;
  reason: string;
  createdAt: string;
  /** Whether whoever reads it may decide: nobody decides on themselves, or what they asked for. */
  mayDecide: boolean;
}

/** Somebody says that the cédula of an account is theirs. */
export interface Claim {
  id: string;
  /** That is claimed. */
  cedula: string;
  /** Who has the account. */
  holder: Named;
  /** What whoever claims it says of themselves. */
  nombreCompleto: string;
  phone: string;
  contact: string;
  evidence: string;
  createdAt: string;
  mayDecide: boolean;
}

/** What came of a decision: a link's token, once and never again, where it gives one. */
export interface Decided {
  token: string | null;
}

/** A code as people type it: six digits, however grouped. */
export const sixDigitsRule = z
  .string({ error: 'Escriba el código.' })
  .max(40, 'Escriba los 6 dígitos del código.')
  .transform((typed) => typed.replace(/[\s.-]/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Escriba los 6 dígitos del código.'));

/** The token of a link. Anything else opens nothing. */
export const linkTokenRule = z.string().max(100);

/** Where a link leads. */
export const RECOVERY_LINK = '/recuperar/enlace/';
export const recoveryLink = (origin: string, token: string): string =>
  `${origin}${RECOVERY_LINK}?llave=${token}`;

const bounded = (missing: string, most: number) =>
  z
    .string({ error: missing })
    .trim()
    .min(3, missing)
    .max(most, `Use máximo ${most.toLocaleString('es-CO')} letras.`);

/** What somebody says who claims a cédula. */
export const claimRule = z.object({
  nombreCompleto: nameRule,
  phone: phoneRule,
  contact: bounded('Escriba cómo y cuándo ubicarle.', 200),
  evidence: bounded('Cuente qué puede mostrar para probar que la cédula es suya.', 1_000),
});
