/**
 * Does work that must end in time.
 *
 * @param ms after which the signal that the work is given aborts
 * @throws what the work throws
 */
export const within = async <T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), ms);
  try {
    return await work(tooLong.signal);
  } finally {
    clearTimeout(timer);
  }
};
