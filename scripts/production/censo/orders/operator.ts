import { z } from 'zod';
import type { Actor } from '../../../../shared/contract/accounts.ts';
import { invalid } from '../../../../shared/moleculer/contract-plugin.ts';

/** Whoever has the command line operates without an account: the note beside each order says who it was. */
export const commandLine: Actor = { id: '00000000-0000-0000-0000-000000000000', role: 'OPERATOR' };

const nameRule = z.object({
  por: z.string().trim().min(3, 'Escriba su nombre.').max(60, 'Máximo 60 letras.'),
});

/** How the trail names whoever gave an order. @throws AppError `validation` */
export const noteOf = (por: string): string => {
  const result = nameRule.safeParse({ por });
  if (!result.success) throw invalid(result.error);
  return `${result.data.por}, por línea de comandos`;
};
