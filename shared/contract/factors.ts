import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
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

/** What a browser is told to ask of an authenticator. */
export type PasskeyRequest = PublicKeyCredentialRequestOptionsJSON;
export type PasskeyCreation = PublicKeyCredentialCreationOptionsJSON;

/** In base64url; longer than any authenticator's. */
const bytes = z.string().max(8_000);

const credential = { id: bytes, rawId: bytes, type: z.literal('public-key') };

/** What an authenticator has signed. */
export const shownPasskeyRule = z.object({
  ...credential,
  response: z.object({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes }),
  clientExtensionResults: z.object({}).default({}),
});
export type ShownPasskey = z.output<typeof shownPasskeyRule>;

/** The passkey that an authenticator has made. */
export const madePasskeyRule = z.object({
  ...credential,
  response: z.object({ clientDataJSON: bytes, attestationObject: z.string().max(40_000) }),
  clientExtensionResults: z.object({}).default({}),
});

/** The address that the portal has for its visitors: what a passkey is made for, and signs. */
export const originOfPortal = z.url({ protocol: /^https?$/ }).max(300);

/** What somebody calls their passkey. */
export const passkeyLabel = z
  .string()
  .trim()
  .max(60)
  .default('')
  .transform((name) => name || 'Llave de acceso');
