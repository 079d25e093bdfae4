import { unlessAborted } from '../time/unless-aborted.ts';

/** Calls that are on their way over a connection, and end with it. */
export interface PendingCalls {
  /** @returns what `work` ends in, or a rejection with `lost()` when the connection goes first */
  follow<T>(work: Promise<T>, lost: () => Error): Promise<T>;
  /** The connection has gone: nobody waits for an answer that cannot come. */
  giveUp(): void;
}

export const createPendingCalls = (): PendingCalls => {
  const ends = new Map<AbortController, () => Error>();
  return {
    async follow(work, lost) {
      const end = new AbortController();
      ends.set(end, lost);
      try {
        return await unlessAborted(end.signal, work);
      } finally {
        ends.delete(end);
      }
    },
    giveUp() {
      for (const [end, lost] of ends) end.abort(lost());
    },
  };
};
