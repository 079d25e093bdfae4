/**
 * What `work` ends in, unless the signal aborts first. Work that nobody waits for any more goes on, and how it ends is of
 * no matter.
 *
 * @throws the signal's reason as soon as it aborts; else what the work throws
 */
export const unlessAborted = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
