import { createHash } from 'node:crypto';

/** A source of choices that are the same every time for the same seed. */
export interface Choices {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** One item of a list that is not empty. */
  oneOf<T>(items: readonly [T, ...T[]]): T;
}

/**
 * Choices derived from a hash of `seed`: no clock and no chance, so a cédula has one answer for ever.
 * Good for some 16 choices; after that they repeat.
 */
export const choicesFor = (seed: string): Choices => {
  const digest = createHash('sha256').update(seed).digest();
  let taken = 0;
  const between = (min: number, max: number): number => {
    const sample = digest.readUInt16BE((taken * 2) % digest.length);
    taken += 1;
    return min + (sample % (max - min + 1));
  };
  return {
    between,
    oneOf: (items) => items[between(0, items.length - 1)] ?? items[0],
  };
};
