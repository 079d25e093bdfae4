/** Calls that are on their way over a connection, and end with it. */
export interface PendingCalls {
  /** @returns what `work` ends in, or a rejection with `lost()` when the connection goes first */
  follow<T>(work: Promise<T>, lost: () => Error): Promise<T>;
  /** The connection has gone: nobody waits for an answer that cannot come. */
  giveUp(): void;
}

export const createPendingCalls = (): PendingCalls => {
  const ends = new Set<() => void>();
  return {
    async follow(work, lost) {
      const { promise: gone, reject } = Promise.withResolvers<never>();
      const end = () => reject(lost());
      ends.add(end);
      try {
        return await Promise.race([work, gone]);
      } finally {
        ends.delete(end);
      }
    },
    giveUp() {
      for (const end of ends) end();
    },
  };
};
