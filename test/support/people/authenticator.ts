import { Secret, TOTP } from 'otpauth';
import { inDatabase } from '../system/portal-database.ts';
import type { System } from '../system/system.ts';
import type { Visitor } from './visitor.ts';

/** An app of codes on somebody's phone, and what they wrote down when they set it up. */
export interface Authenticator {
  /** @param steps of 30 s from now */
  code(steps?: number): string;
  recoveryCodes: readonly string[];
}

/** Sets up an app for whoever visits, by the portal's pages. @throws Error when a page is not as it should be */
export const enrolApp = async (visitor: Visitor): Promise<Authenticator> => {
  const { text } = await visitor.submit('/perfil/seguridad/aplicacion/');
  const [, secret] = /Clave: <code>([A-Z2-7 ]+)<\/code>/.exec(text) ?? [];
  if (secret === undefined) throw new Error(`no secret in ${text.slice(0, 2_000)}`);
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  const code = (steps = 0) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
  const confirmed = await visitor.submit('/perfil/seguridad/aplicacion/confirmar/', { code: code() });
  const recoveryCodes = [...confirmed.text.matchAll(/<li><code>([A-Z0-9-]+)<\/code>/g)].map(
    ([, one = '']) => one,
  );
  if (recoveryCodes.length === 0) throw new Error(`no recovery codes in ${confirmed.text.slice(0, 2_000)}`);
  return { code, recoveryCodes };
};

/** Lets time pass for every app and throttle: a code may be used again, as half a minute later. */
export const forgetCodes = async (system: System): Promise<void> => {
  await inDatabase(system, 'update accounts.factors set last_step = null');
  await inDatabase(system, 'delete from accounts.guesses');
};
