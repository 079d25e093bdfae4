import { z } from 'zod';

/** What proves besides a password who somebody is: an app's codes, or a passkey. */
export type FactorKind = 'totp' | 'passkey';

/** One second factor of a person, as they see it. Dates are ISO 8601. */
export interface Factor {
  id: string;
  kind: FactorKind;
  label: string;
  createdAt: string;
  lastUsedAt: string | null;
}

/** All that protects an account besides its password. */
export interface Factors {
  factors: Factor[];
  /** Recovery codes that nobody has used. */
  codesLeft: number;
  /** Whether their role demands a second factor. */
  isDemanded: boolean;
}

/** A login whose password was right, and whose second factor is still to be shown. */
export interface PendingLogin {
  /** Good for this alone; the only moment that it is known outside the browser. */
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** With what a second factor can be shown. */
export type FactorMeans = 'code' | 'passkey';

/** A code of an app or a recovery code, as people type it. */
export const codeRule = z
  .string({ error: 'Escriba el código.' })
  .trim()
  .min(6, 'Escriba el código completo.')
  .max(40, 'Escriba el código completo.');
