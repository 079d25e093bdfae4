import { AppError } from '../errors.ts';

/** Of Node: the address cannot be reached, or the connection broke. A container that is down has no name either. */
const UNREACHABLE =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|EAI_AGAIN|ENOTFOUND)$/;
/**
 * Of Postgres: class 08 as far as it is about the connection itself; a server that starts, stops or has no connection left; and a
 * session that it ended because this process stood still. A statement that was wrong is none of them.
 */
const AWAY = /^(0800[013467]|57P0[1235]|53300|25P0[34])$/;
/** A wrong message (an error, and the connection goes on), or what a pooler ends a connection with (fatal). */
const PROTOCOL_VIOLATION = '08P01';
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
  const { code, severity, syscall } = error as { code?: unknown; severity?: unknown; syscall?: unknown };
  if (code === PROTOCOL_VIOLATION) return severity === 'FATAL';
  // The file of a local socket is gone with its server.
  if (code === 'ENOENT') return syscall === 'connect';
  return UNREACHABLE.test(String(code)) || AWAY.test(String(code)) || CUT_OFF.test(error.message);
};
