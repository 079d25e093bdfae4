import { type FilterQuery, raw } from '@mikro-orm/core';
import type { StatusFilter } from '../../../shared/contract/accounts.ts';
import type { UserRow } from '../store/entities.ts';
import { searchTerms } from './search-terms.ts';

/** Those in a group of statuses: `census_group` says it of each, also of who has no status yet. */
export const inGroup = (status: StatusFilter): FilterQuery<UserRow>[] =>
  status === 'todos' ? [] : [{ [raw('"census_group"')]: status }];

/** Those whom a search finds: all its parts are in the person's name, cédula or phone, in any order. */
export const matching = (q: string): FilterQuery<UserRow>[] =>
  searchTerms(q).map((term) => ({
    [raw('"search_text"')]: { $like: `%${term.replace(/[\\%_]/g, '\\$&')}%` },
  }));
