import { z } from 'zod';

/**
 * A word of a text column. While releases change, the next one may write words that this one does not know: they are passed on
 * as they are, not failed over.
 */
export const word = <T extends string>() => z.custom<T>((value) => typeof value === 'string');
