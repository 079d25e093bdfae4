/** Random numbers that are the same on every run: a failure can be repeated by its seed. */
export interface Random {
  /** From 0 to 1, 1 not included. */
  next(): number;
  /** A whole number from 0 to `size - 1`. */
  below(size: number): number;
  /** @throws Error when there is nothing to pick */
  pick<T>(items: readonly T[]): T;
}

/** The mulberry32 generator. */
export const seeded = (seed: number): Random => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (size: number): number => Math.floor(next() * size);
  return {
    next,
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick');
      return item;
    },
  };
};
