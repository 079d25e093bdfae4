import { AppError } from '../errors.ts';

/**
 * Codes of Node and of Postgres (classes 08 and 57P, 53300) for a server that cannot be asked now, and 25P03 for a
 * transaction that it has given up because this process stood still.
 */
const AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|08\w{3}|25P03|57P0[123]|53300)$/;
/** What the driver says without a code. */
const CUT_OFF =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/**
 * @returns a 503 for an error that says that Postgres cannot be reached, or went away during a query, so that the same
 *   may succeed in some seconds; any other error as it is
 */
export const explainDatabaseError = (error: unknown): unknown => {
  if (!isAway(error)) return error;
  return new AppError(
    'service_unavailable',
    'Los datos del portal no están disponibles en este momento. Intente de nuevo en unos segundos.',
    { status: 503, retryAfterS: 5, cause: error },
  );
};

/** True when Postgres cannot be reached, or went away during a query. */
export const isAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return AWAY.test(String(code)) || CUT_OFF.test(error.message);
};
