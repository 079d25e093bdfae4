import { type FilterQuery, raw } from '@mikro-orm/core';
import { parseCedula } from '../../../shared/person/cedula.ts';
import type { UserRow } from '../persistence/entities.ts';

/** People by a part of the name, or by the start of a cédula or phone when digits were typed. */
export const matchingPeople = (q: string): FilterQuery<UserRow> => {
  const digits = parseCedula(q) ?? q.replace(/[.\s]/g, '');
  if (/^\d+$/.test(digits))
    return { $or: [{ cedula: { $like: `${digits}%` } }, { phone: { $like: `${digits}%` } }] };
  return { [raw('search_name')]: { $like: `%${folded(q).replace(/[\\%_]/g, '\\$&')}%` } };
};

/** As the generated column `search_name` is; a zero byte, which Postgres cannot take, becomes one that no name has. */
const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('\0', '\ufffd');
