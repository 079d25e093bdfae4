/** The error that a promise rejects with. @throws Error when it does not */
export const failureOf = async (promise: Promise<unknown>): Promise<Error & { code?: unknown }> => {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof Error) return outcome.error;
  throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
};
