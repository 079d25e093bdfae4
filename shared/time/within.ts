import { type Clock, systemClock } from './clock.ts';

/** Something took longer than it may. */
export class LateError extends Error {
  override readonly name = 'LateError';

  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

interface WithinOptions<L> {
  /** What comes instead of an answer that is late; it may throw. Left out, a `LateError` is thrown. */
  late?: () => L;
  /** Whoever has a time of their own, which may stand still, gives its waiting alone. */
  clock?: Pick<Clock, 'wait'>;
}

/**
 * What `work` answers, if it does so in time. Work that is late goes on without anybody who listens, unless it heeds the
 * signal that it is given.
 *
 * @param ms how long it may take
 * @param work a promise, or what makes one and is told by a signal when nobody waits any more
 * @throws what the work throws, or what `late` does
 */
export const within = async <T, L = never>(
  ms: number,
  work: Promise<T> | ((signal: AbortSignal) => Promise<T>),
  { late, clock = systemClock }: WithinOptions<L> = {},
): Promise<T | L> => {
  const over = new AbortController();
  // A function that throws at once must not leave the race without anybody who hears how the time ends.
  const begin = async (): Promise<T> => (typeof work === 'function' ? work(over.signal) : work);
  const end = clock.wait(ms, over.signal).then(() => {
    if (late !== undefined) return late();
    throw new LateError(ms);
  });
  try {
    return await Promise.race([begin(), end]);
  } finally {
    over.abort();
  }
};
