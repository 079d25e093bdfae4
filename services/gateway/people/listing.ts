import { z } from 'zod';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';

/** Where a list goes on. */
export const cursor = z.string({ error: 'No es válido.' }).max(CURSOR_MAX, 'No es válido.').optional();

/** How many the API gives at once; a page has a size of its own. */
export const limit = z.coerce.number({ error: 'Debe ser un número.' }).int().min(1).max(100).default(25);

/** The address of the next page of a list, which asks for the same; null after the last. */
export const nextPage = (
  path: string,
  asked: Record<string, string | undefined>,
  next: string | null,
): string | null => {
  if (next === null) return null;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...asked, cursor: next }))
    if (value !== undefined && value !== '') query.set(name, value);
  return `${path}?${query}`;
};
