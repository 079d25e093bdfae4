import { z } from 'zod';
import { clean } from '../person/text/clean.ts';

/** Longer than any address that reaches us; a search that no name is as long as finds nobody, and is not cut. */
const LONGEST = 16_384;

/** What somebody looks for in a list of people. Nothing visible is no search. */
export const searchRule = z
  .string({ error: 'Debe ser un texto.' })
  .max(LONGEST, 'Es demasiado largo.')
  .transform(clean)
  .default('');
