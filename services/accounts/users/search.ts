import { type FilterQuery, raw } from '@mikro-orm/core';
import type { StatusFilter } from '../../../shared/contract/accounts.ts';
import { parseCedula } from '../../../shared/person/cedula.ts';
import type { UserRow } from '../persistence/entities.ts';

/** Those in a group of statuses: `census_group` says it of each, also of who has no status yet. */
export const inGroup = (status: StatusFilter): FilterQuery<UserRow>[] =>
  status === 'todos' ? [] : [{ [raw('"census_group"')]: status }];

/** Those whom a search finds: by all its words, in any order, or by a number that was typed in groups. */
export const matching = (q: string): FilterQuery<UserRow>[] => {
  if (q === '') return [];
  const number = parseCedula(q) ?? q.replace(/[.\s]/g, '');
  if (isNumber(number)) return [startOfNumber(number)];
  return fold(q)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => (isNumber(word) ? startOfNumber(word) : partOfName(word)));
};

const isNumber = (text: string): boolean => /^\d+$/.test(text);

const startOfNumber = (digits: string): FilterQuery<UserRow> => ({
  $or: [{ cedula: { $like: `${digits}%` } }, { phone: { $like: `${digits}%` } }],
});

const partOfName = (word: string): FilterQuery<UserRow> => ({
  [raw('"search_name"')]: { $like: `%${word.replace(/[\\%_]/g, '\\$&')}%` },
});

/** As `search_name` has it. A zero byte, which no text in Postgres has, becomes one that no name has. */
const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('\0', '\ufffd');
