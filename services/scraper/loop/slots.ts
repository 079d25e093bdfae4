/** Bounds how much runs at once, and tells when there is room and when nothing runs. */
export interface Slots {
  /** Resolves when there is room for one more. */
  free(): Promise<void>;
  /** Runs `work` in a slot. */
  run(work: () => Promise<void>): Promise<void>;
  /** Whether anything runs. */
  isUsed(): boolean;
  /** Resolves when nothing runs. */
  empty(): Promise<void>;
}

export const createSlots = (size: number): Slots => {
  const running = new Set<Promise<void>>();

  const settle = async (target: number): Promise<void> => {
    while (running.size > target) await Promise.race([...running].map((work) => work.catch(() => undefined)));
  };

  return {
    free: () => settle(size - 1),
    isUsed: () => running.size > 0,
    empty: () => settle(0),
    async run(work) {
      const promise = work();
      running.add(promise);
      try {
        await promise;
      } finally {
        running.delete(promise);
      }
    },
  };
};
