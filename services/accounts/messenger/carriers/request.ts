import { readBounded } from '../../../../shared/http/read-bounded.ts';
import { type Clock, systemClock } from '../../../../shared/time/clock.ts';
import { within } from '../../../../shared/time/within.ts';

/** `unsent`: nobody heard it. `unknown`: perhaps somebody did. `why` has nothing of the request and of the answer. */
export type Answered =
  | { kind: 'answer'; status: number; body: unknown }
  | { kind: 'unsent'; why: string }
  | { kind: 'unknown'; why: string };

export interface Request {
  url: URL;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

/** From the beginning of a request to the end of its answer. */
const TIMEOUT_MS = 10_000;
/** An answer that is longer is not read to its end. */
const ANSWER_BYTES = 262_144;

/** The connection did not come about, so nothing was heard. */
const UNSENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;

/** One request in bounded time. Redirects are not followed: they would take what it says to somebody else. */
export const request = async (
  { url, method, headers, body }: Request,
  clock: Pick<Clock, 'wait'> = systemClock,
): Promise<Answered> => {
  try {
    return await within(
      TIMEOUT_MS,
      async (signal): Promise<Answered> => {
        const response = await fetch(url, {
          ...{ method, headers, redirect: 'manual', signal },
          ...(body === undefined ? {} : { body }),
        });
        return {
          kind: 'answer',
          status: response.status,
          body: parsed(await readBounded(response, ANSWER_BYTES)),
        };
      },
      { clock, late: (): Answered => ({ kind: 'unknown', why: `no answer in ${TIMEOUT_MS / 1_000} s` }) },
    );
  } catch (error) {
    const code = networkCode(error);
    return { kind: UNSENT.test(code) ? 'unsent' : 'unknown', why: code };
  }
};

const parsed = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined; // The parser's message quotes the text.
  }
};

/** ECONNRESET and the like: fetch hides it in the cause. */
const networkCode = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z_]{2,60}$/.test(code) ? code : 'no connection';
};
