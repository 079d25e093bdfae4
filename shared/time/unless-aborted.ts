/**
 * What `work` ends in, unless one of the signals aborts first. Work that nobody waits for any more goes on, and how it ends
 * is of no matter.
 *
 * @throws the signal's reason as soon as it aborts; else what the work throws
 */
export const unlessAborted = async <T>(
  signals: AbortSignal | readonly AbortSignal[],
  work: Promise<T>,
): Promise<T> => {
  const heeded = [signals].flat();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(heeded.find((signal) => signal.aborted)?.reason);
  for (const signal of heeded) signal.addEventListener('abort', abort);
  if (heeded.some((signal) => signal.aborted)) abort();
  try {
    return await Promise.race([aborted, work]);
  } finally {
    // Signals may outlive the call by hours; their listeners must not pile up.
    for (const signal of heeded) signal.removeEventListener('abort', abort);
  }
};
