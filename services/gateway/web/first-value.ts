import { z } from 'zod';

/** A rule for a field of an address, of which the first value counts when it came several times. */
export const firstValue = <S extends z.ZodType>(rule: S) =>
  z.preprocess((given) => (Array.isArray(given) ? given[0] : given), rule);
