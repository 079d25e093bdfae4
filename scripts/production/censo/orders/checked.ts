import type { z } from 'zod';
import { invalid } from '../../../../shared/moleculer/contract-plugin.ts';

/** The options of an order, as its rule has them. @throws AppError `validation` */
export const checked = <S extends z.ZodType>(rule: S, given: unknown): z.output<S> => {
  const result = rule.safeParse(given);
  if (!result.success) throw invalid(result.error);
  return result.data;
};
