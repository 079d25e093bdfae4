import { z } from 'zod';

/** One action between services. The result type is carried by the map and never present at run time. */
export interface Action<P extends z.ZodType, R> {
  params: P;
  result?: R;
}

/** `action<Result>()(parameters)`: the parameters are validated where the action is handled. */
export const action =
  <R>() =>
  <P extends z.ZodType>(params: P): Action<P, R> => ({ params });

/** A cursor may hold the longest name, in letters of four bytes. */
export const CURSOR_MAX = 1_000;

/** Keyset paging: where the last page ended, and how many rows. */
export const page = {
  cursor: z.string().max(CURSOR_MAX).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(25),
};

/** Why somebody did what others have to live with; written down with it. */
export const reasonRule = z
  .string({ error: 'Escriba el motivo.' })
  .trim()
  .min(3, 'Escriba el motivo, con al menos 3 letras.')
  .max(200, 'Escriba un motivo de 200 letras como máximo.');
