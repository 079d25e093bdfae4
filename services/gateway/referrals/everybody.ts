import { z } from 'zod';
import { statusFilters } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { clean } from '../../../shared/person/text/clean.ts';

/** An empty field asks for nothing. */
const unlessEmpty = <S extends z.ZodType>(rule: S) => z.preprocess((given) => given || undefined, rule);

const everybodyRule = z.object({
  status: unlessEmpty(z.enum(statusFilters).default('todos')),
  q: unlessEmpty(z.string().transform(clean).default('')),
  lider: unlessEmpty(z.uuid().optional()),
});

/**
 * The filter of a wish that takes everybody whom it finds. What is not understood would mean more people than were
 * asked for, so nothing of it counts as not asked.
 *
 * @throws AppError `validation` (400) for a value that is none, or that came twice
 */
export const readEverybody = (given: unknown): z.output<typeof everybodyRule> => {
  const read = everybodyRule.safeParse(given);
  if (read.success) return read.data;
  throw new AppError(
    'validation',
    'No entendimos a qué personas se refiere: vuelva a la lista de referidos, fíltrela e intente de nuevo.',
    { status: 400, cause: read.error },
  );
};
