import { Secret, TOTP } from 'otpauth';

/** As authenticator apps understand it without being told: SHA-1, 6 digits, 30 s. */
const PERIOD_S = 30;
const DIGITS = 6;
const ISSUER = 'Censo Vivo';
const SECRET_BYTES = 20;
/** Phones' clocks differ: the code before and the one after count as well. */
const WINDOW = 1;

const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({
    ...{ issuer: ISSUER, label, algorithm: 'SHA1', digits: DIGITS, period: PERIOD_S },
    secret: Secret.fromBase32(secret),
  });

/** @returns 160 random bits in base32 */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The address that an authenticator app reads from a QR code. */
export const totpUri = (secret: string, label: string): string => totpOf(secret, label).toString();

/** @returns the step of time whose code it is; null when it is none of now */
export const totpStep = (secret: string, code: string, now: Date): number | null => {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: digits, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / 1_000 / PERIOD_S) + delta;
};
