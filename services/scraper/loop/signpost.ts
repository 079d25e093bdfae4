/** A point that something passes once, and that others wait for. */
export interface Signpost {
  reach(): void;
  /** Resolves when the point is reached, or after `patienceMs`. */
  reached(patienceMs: number): Promise<void>;
}

export const createSignpost = (): Signpost => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    reach: resolve,
    async reached(patienceMs) {
      const timer = setTimeout(resolve, patienceMs);
      await promise;
      clearTimeout(timer);
    },
  };
};
