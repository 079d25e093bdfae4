import { type Random, seeded } from '../random.ts';
import type { World } from './time.ts';

/** What the seed decides while the world goes on. */
export interface Chance extends Random {
  /** Whether something goes wrong that does so in this part of the cases. */
  happens(part: number): boolean;
  between(least: number, most: number): number;
  /** Mostly short, seldom long: what networks take, in ms. */
  delay(usualMs: number, longMs: number): number;
}

const RESTLESS_MS = 20_000;

export const createChance = (seed: number, world: () => Pick<World, 'stillMs' | 'stir'>): Chance => {
  const random = seeded(seed);
  const between = (least: number, most: number): number => least + random.next() * (most - least);
  return {
    ...random,
    between,
    happens(part) {
      // Where nothing goes on nothing goes wrong that anybody would notice: the world could not rest else.
      if (part <= 0 || world().stillMs() > RESTLESS_MS || random.next() >= part) return false;
      world().stir();
      return true;
    },
    delay: (usualMs, longMs) => (random.next() < 0.97 ? between(0.2, usualMs) : between(usualMs, longMs)),
  };
};

/** Ids of a run: the same for the same seed. */
export const createIds = (seed: number): (() => `${string}-${string}-${string}-${string}-${string}`) => {
  const random = seeded(seed ^ 0x5eed);
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => random.below(16).toString(16)).join('');
  return () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
};
