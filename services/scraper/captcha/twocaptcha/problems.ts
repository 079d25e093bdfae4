import { AppError } from '../../../../shared/errors.ts';

interface Problem {
  code: string;
  /** Spanish, for the operator. */
  message: string;
  /** The account is refused, not this captcha: the next one would be refused too. */
  account?: true;
}

const AGAIN = 'Pida de nuevo la consulta';

const wrongKey: Problem = {
  code: 'captcha_wrong_key',
  message: '2captcha no reconoce la clave. Corrija TWOCAPTCHA_API_KEY y reinicie el consultor.',
  account: true,
};

const refusedAddress = (code: string): Problem => ({
  code: 'captcha_refused',
  message: `2captcha no atiende a la dirección IP de este servidor (${code}). Revise en su cuenta la lista de direcciones permitidas y el motivo del bloqueo.`,
  account: true,
});

const changedPage: Problem = {
  code: 'captcha_refused',
  message:
    '2captcha no acepta los datos del captcha (ERROR_RECAPTCHA_INVALID_SITEKEY). Revise si la página oficial cambió de captcha.',
};

/** By the service's error codes, https://2captcha.com/api-docs/error-codes. */
const problems = new Map<string, Problem>([
  [
    'ERROR_ZERO_BALANCE',
    {
      code: 'captcha_no_balance',
      message: `La cuenta de 2captcha no tiene saldo. Recárguela en 2captcha.com. ${AGAIN} después.`,
      account: true,
    },
  ],
  ['ERROR_KEY_DOES_NOT_EXIST', wrongKey],
  ['ERROR_WRONG_USER_KEY', wrongKey],
  [
    'ERROR_CAPTCHA_UNSOLVABLE',
    {
      code: 'captcha_unsolvable',
      message: `2captcha no pudo resolver el captcha. ${AGAIN} más tarde; si se repite, revise si la página oficial cambió de captcha.`,
    },
  ],
  [
    'ERROR_NO_SLOT_AVAILABLE',
    {
      code: 'captcha_no_slot',
      message: `2captcha no recibe más captchas por ahora. ${AGAIN} más tarde; si se repite, suba la tarifa máxima en su cuenta de 2captcha.`,
    },
  ],
  ...['ERROR_IP_NOT_ALLOWED', 'ERROR_IP_BLOCKED', 'IP_BANNED'].map(
    (code) => [code, refusedAddress(code)] as const,
  ),
  ['ERROR_RECAPTCHA_INVALID_SITEKEY', changedPage],
]);

export const NO_SLOT = 'ERROR_NO_SLOT_AVAILABLE';

/** True when the refusal is of the account, and waits for its operator. */
export const isOfAccount = (code: string): boolean => problems.get(code)?.account === true;

/** @param code the service's own, from {@link safeCode} */
export const refusal = (code: string | null): AppError => {
  if (code === null) {
    return new AppError(
      'captcha_refused',
      '2captcha rechazó la petición sin un motivo legible. Revise el estado de su cuenta en 2captcha.com.',
    );
  }
  const known = problems.get(code);
  if (known !== undefined) return new AppError(known.code, known.message);
  return new AppError(
    'captcha_refused',
    `2captcha rechazó la petición (${code}). Busque ese código en 2captcha.com/api-docs/error-codes.`,
  );
};

/** No result in `seconds`. */
export const tooSlow = (seconds: number): AppError =>
  new AppError(
    'captcha_too_slow',
    `2captcha no tuvo la solución en ${seconds} segundos. ${AGAIN} más tarde; si se repite, suba la tarifa máxima en su cuenta de 2captcha.`,
  );

/** @param what what came instead of an answer, in Spanish */
export const unreachable = (host: string, what: string): AppError =>
  new AppError(
    'captcha_unreachable',
    `No hay respuesta de 2captcha en ${host} (${what}). Revise TWOCAPTCHA_URL y la conexión de este servidor.`,
  );

/** The service's error code if it is one, else null: only capitals and underscores, and not the key sent back. */
export const safeCode = (code: string, apiKey: string): string | null =>
  /^[A-Z][A-Z_]{2,59}$/.test(code) && !code.toLowerCase().includes(apiKey.toLowerCase()) ? code : null;
