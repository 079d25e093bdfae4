import type { Figure } from './figure.ts';

/** In which order figures are measured: each alone, and in the quick form those beside another that say so. */
export const turnsOf = <F extends Pick<Figure, 'id' | 'beside'>>(
  figures: readonly F[],
  isQuick: boolean,
): F[][] => {
  const isBeside = ({ beside }: F, { id }: Pick<F, 'id'>): boolean => isQuick && beside === id;
  return figures
    .filter((figure) => !figures.some((other) => isBeside(figure, other)))
    .map((figure) => [figure, ...figures.filter((other) => isBeside(other, figure))]);
};
