import { isAppError } from '../../shared/errors.ts';

/** The error that a promise rejects with. @throws Error when it does not */
export const failureOf = async (promise: Promise<unknown>): Promise<Error & { code?: unknown }> => {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof Error) return outcome.error;
  throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
};

/** Everything that a person is told by a refusal. */
export interface Refusal {
  code: string;
  status: number;
  message: string;
  fields?: Record<string, string> | undefined;
  retryAfterS?: number | undefined;
}

/** What the AppError says that a promise rejects with. @throws the error when it is another one */
export const refusalOf = async (promise: Promise<unknown>): Promise<Refusal> => {
  const error = await failureOf(promise);
  if (!isAppError(error)) throw error;
  const { code, status, message, fields, retryAfterS } = error;
  return { code, status, message, fields, retryAfterS };
};

/** Values of the promises that were kept, and errors of those that were not. */
export const settle = async <T>(promises: Promise<T>[]): Promise<{ kept: T[]; refused: unknown[] }> => {
  const results = await Promise.allSettled(promises);
  return {
    kept: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    refused: results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])),
  };
};
