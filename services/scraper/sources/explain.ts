import { type Failure, failure } from '../../../shared/contract/outcome.ts';
import { isAppError } from '../../../shared/errors.ts';
import { OutOfReachError } from '../browser/reach/errors.ts';

/** Browser libraries' classes differ: their errors go by name and message. */
export const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** The deadline of a lookup has passed. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** The tab's process ended. */
export class PageCrashError extends Error {
  override readonly name = 'PageCrashError';
}

const BROWSER_GONE =
  /Target (page, context or browser has been )?closed|frame was detached|Page crashed|Browser closed/i;

/** Turns what a lookup threw into the failure that is stored. The detail is for operators, in one line. */
export const explain = (error: unknown): Failure => {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (error instanceof DeadlineError || isTimeout(error)) return failure('timeout', message);
  // A page that leads elsewhere has changed; a name that leads inside is trouble of the network, and nobody's attempt.
  if (error instanceof OutOfReachError)
    return failure(error.why === 'away' ? 'page_changed' : 'network', message);
  if (isAppError(error) && error.code.startsWith('browser_')) return failure('browser_crash', error.code);
  if (error instanceof PageCrashError || BROWSER_GONE.test(message)) return failure('browser_crash', message);
  const network = /net::(ERR_\w+)/.exec(message)?.[1];
  if (network !== undefined) return failure('network', network);
  const socket = fetchFailure(error);
  if (socket !== null) return failure('network', socket);
  return failure('unrecognised', message);
};

/** What kept `fetch` from an answer, such as ECONNREFUSED; null for any other error. */
const fetchFailure = (error: unknown): string | null => {
  if (!(error instanceof TypeError) || !/fetch failed|terminated/.test(error.message)) return null;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
};
