import { z } from 'zod';
import { roles } from '../../../shared/contract/accounts.ts';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';
import { auditActions } from '../../../shared/contract/audit.ts';
import { clean } from '../../../shared/person/text/clean.ts';
import { firstValue } from '../web/first-value.ts';

const cursor = firstValue(z.string().max(CURSOR_MAX)).optional().catch(undefined);

/** What the address bar may ask of the list of everybody; anything that does not fit counts as not asked. */
export const usersQueryRule = z.object({
  q: firstValue(z.string()).transform(clean).catch(''),
  role: firstValue(z.enum(roles)).optional().catch(undefined),
  cursor,
});

/** The same for the trail; `persona` = entries by or about this person. */
export const trailQueryRule = z.object({
  persona: firstValue(z.uuid()).optional().catch(undefined),
  action: firstValue(z.enum(auditActions)).optional().catch(undefined),
  cursor,
});

/** The values that are there: what a contract takes, and what an address is made of. */
export const given = <T extends Record<string, string | undefined>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** The address of the next page of a list; null after the last. */
export const nextPage = (
  path: string,
  query: Record<string, string | undefined>,
  next: string | null,
): string | null =>
  next === null
    ? null
    : `${path}?${new URLSearchParams({ ...given(query), cursor: next } as Record<string, string>)}`;
