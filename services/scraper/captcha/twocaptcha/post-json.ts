import { readBounded } from '../../../../shared/http/read-bounded.ts';
import type { Clock } from '../../../../shared/time/clock.ts';
import { within } from '../../../../shared/time/within.ts';

/** What came of one call: a body that is JSON, or what came instead, in Spanish, and whether another try may help. */
type Posted = { kind: 'json'; body: unknown } | { kind: 'failed'; what: string; passing: boolean };

/**
 * One POST of JSON, within `timeoutMs` from its beginning to the end of its answer. Nothing of the answer and nothing of the
 * request is in `what`: either may hold a secret. Redirects are not followed, for they would take the request's body along.
 *
 * @throws only the signal's reason
 */
export const postJson = async (
  url: URL,
  body: object,
  terms: { signal: AbortSignal; timeoutMs: number; answerBytes: number; clock: Clock },
): Promise<Posted> => {
  const { signal, timeoutMs, answerBytes, clock } = terms;
  const post = async (over: AbortSignal): Promise<Posted> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.any([signal, over]),
    });
    return judged(response.status, await readBounded(response, answerBytes));
  };
  try {
    const late = () => failed(`nada en ${Math.round(timeoutMs / 1_000)} segundos`, true);
    return await within(timeoutMs, post, { late, clock });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return failed(networkCode(error), true);
  }
};

/** @param text the answer's body, null when it is too long */
const judged = (status: number, text: string | null): Posted => {
  if (status >= 500 || status === 429) return failed(`HTTP ${status}`, true);
  if (text === null) return failed('una respuesta demasiado larga', true);
  // Refusals may come with any status; a page of HTML with one of these means another server.
  const given = parsed(text);
  if (given !== undefined) return { kind: 'json', body: given };
  if (status >= 300) return failed(`HTTP ${status}`, false);
  return failed('una respuesta ilegible', true);
};

const failed = (what: string, passing: boolean): Posted => ({ kind: 'failed', what, passing });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold the key.
    return undefined;
  }
};

/** ECONNRESET and the like: fetch hides it in the cause. */
const networkCode = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z_]{2,60}$/.test(code) ? code : 'sin conexión';
};
