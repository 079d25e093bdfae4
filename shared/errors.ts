/** A field of a form or body that was refused, and why, in Spanish. */
export type FieldErrors = Record<string, string>;

/** What an {@link AppError} carries besides its code and message. */
export interface AppErrorDetails {
  /** HTTP status that fits the error; 500 unless told. */
  status?: number;
  /** Every refused field with its Spanish message (400 only). */
  fields?: FieldErrors;
  /** Whole seconds after which the same call may succeed (429 and 503). */
  retryAfterS?: number;
  cause?: unknown;
}

/**
 * An error that a person may see. `code` is stable snake_case for programs; `message` is Spanish, says what
 * happened and what to do next, and never holds a full cédula.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly status: number;
  readonly fields: FieldErrors | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: string, message: string, details: AppErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status ?? 500;
    this.fields = details.fields;
    this.retryAfterS = details.retryAfterS;
  }
}

/** True for an AppError, also one that was rebuilt from another process's message. */
export const isAppError = (error: unknown): error is AppError =>
  error instanceof Error && error.name === 'AppError' && 'code' in error && 'status' in error;

/**
 * Kind and code of an error, such as `DriverException 22P02`. Never its message: a database's has the values of the
 * statement that failed, cédulas among them.
 */
export const errorCodeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  const known = typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? ` ${code}` : '';
  return `${error.name}${known}`.slice(0, 100);
};
