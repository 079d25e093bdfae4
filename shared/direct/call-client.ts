import { Agent, request } from 'undici';
import { z } from 'zod';
import { within } from '../time/within.ts';
import type { Announcement } from './announcement.ts';

/** A call as it is sent; who makes it is looked at where it arrives, as over NATS. */
export interface DirectCall {
  action: string;
  params: unknown;
  meta: unknown;
}

/** What one process said to a call. */
type DirectAnswer =
  | { kind: 'result'; result: unknown }
  /** The action failed there; `error` is as it crossed the wire. */
  | { kind: 'error'; error: PlainError }
  /** The call did not arrive, so another process may be asked. */
  | { kind: 'unreachable'; gone: boolean }
  /** It may have arrived: nobody else may be asked. */
  | { kind: 'lost'; reason: string };

const plainErrorRule = z.looseObject({
  name: z.string(),
  message: z.string(),
  code: z.union([z.number(), z.string()]).optional(),
  type: z.string().optional(),
  data: z.unknown(),
  retryable: z.boolean().optional(),
});
export type PlainError = z.infer<typeof plainErrorRule>;

const answerRule = z.union([z.object({ error: plainErrorRule }), z.object({ result: z.unknown() })]);

/** A process that was there connects within the cluster in a few milliseconds. */
const CONNECT_MS = 1_000;
const LARGEST_ANSWER = 8 * 1024 * 1024;

/** Nobody listens there any more. */
const GONE = 'ECONNREFUSED';
const NEVER_SENT = new Set([GONE, 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT']);

/** Calls other processes of the portal by HTTP. */
export interface CallClient {
  /** Never rejects. @param timeoutMs for the whole call */
  send(to: Announcement, call: DirectCall, timeoutMs: number): Promise<DirectAnswer>;
  close(): Promise<void>;
}

export const createCallClient = (): CallClient => {
  // A connection that is kept might be closed by the other side just when it is used: was the call heard then?
  const dispatcher = new Agent({
    pipelining: 0,
    connect: { timeout: CONNECT_MS },
    maxResponseSize: LARGEST_ANSWER,
  });
  const ask = async (
    { url, token }: Announcement,
    { action, params, meta }: DirectCall,
    signal: AbortSignal,
  ): Promise<DirectAnswer> => {
    const { statusCode, body } = await request(new URL(`/${action}`, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ params, meta }),
      signal,
      dispatcher,
    });
    if (statusCode !== 200 && statusCode !== 500) {
      await body.dump();
      // Its token or its services changed: another process has this address now.
      return { kind: 'unreachable', gone: true };
    }
    const answer = answerRule.parse(await body.json());
    return 'error' in answer ? { kind: 'error', ...answer } : { kind: 'result', ...answer };
  };
  return {
    async send(to, call, timeoutMs) {
      try {
        return await within(timeoutMs, (signal) => ask(to, call, signal));
      } catch (error) {
        const code = codeOf(error);
        if (NEVER_SENT.has(code)) return { kind: 'unreachable', gone: code === GONE };
        return { kind: 'lost', reason: error instanceof Error ? error.message : code };
      }
    },
    close: () => dispatcher.close(),
  };
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
