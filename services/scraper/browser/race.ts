import { within } from '../../../shared/time/within.ts';

/**
 * The first of: the promise's own end, or one of the signals. The promise goes on when a signal was first, and
 * how it ends is then nobody's concern (it is handled, so it never becomes an unhandled rejection).
 *
 * @throws the signal's reason
 */
export const raceSignals = async <T>(promise: Promise<T>, signals: readonly AbortSignal[]): Promise<T> => {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signals.find((signal) => signal.aborted)?.reason);
  for (const signal of signals) signal.addEventListener('abort', stop);
  if (signals.some((signal) => signal.aborted)) stop();
  try {
    return await Promise.race([stopped, promise]);
  } finally {
    // Signals may outlive the call by hours; their listeners must not pile up.
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }
};

/** @returns whether the promise fulfilled within so many milliseconds; one that rejects throws its error */
export const fulfilsWithin = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  within(
    ms,
    promise.then(() => true),
    { late: () => false },
  );
