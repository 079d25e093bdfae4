import type { ReferralSort } from '../../../shared/contract/accounts.ts';
import { listAddress, type ReferralQuery } from '../filter/query.ts';

/** A column's head that sorts by it: by a link, so that it works without a script. */
export interface Header {
  label: string;
  url: string;
  sorted: 'ascending' | 'descending' | null;
}

export type SortedColumn = 'name' | 'municipio' | 'puesto' | 'mesa' | 'estado' | 'date';

interface Ways {
  label: string;
  up: ReferralSort;
  down: ReferralSort;
  /** What the first press does. */
  first: 'up' | 'down';
}

const columns: Record<SortedColumn, Ways> = {
  name: { label: 'Nombre', up: 'name', down: '-name', first: 'up' },
  municipio: { label: 'Municipio', up: 'municipio', down: '-municipio', first: 'up' },
  puesto: { label: 'Puesto', up: 'puesto', down: '-puesto', first: 'up' },
  mesa: { label: 'Mesa', up: 'mesa', down: '-mesa', first: 'up' },
  estado: { label: 'Estado', up: 'estado', down: '-estado', first: 'up' },
  date: { label: 'Registro', up: 'oldest', down: 'recent', first: 'down' },
};

/** The heads of the columns: a press sorts by one, another turns it round. A list that is sorted anew begins at its beginning. */
export const presentHeaders = (query: ReferralQuery): Record<SortedColumn, Header> => {
  const { cursor: _, back: __, from: ___, ...list } = query;
  const headerOf = ({ label, up, down, first }: Ways): Header => {
    const sorted = query.sort === up ? 'ascending' : query.sort === down ? 'descending' : null;
    const next = sorted === null ? { up, down }[first] : sorted === 'ascending' ? down : up;
    return { label, sorted, url: listAddress({ ...list, sort: next }) };
  };
  return {
    name: headerOf(columns.name),
    municipio: headerOf(columns.municipio),
    puesto: headerOf(columns.puesto),
    mesa: headerOf(columns.mesa),
    estado: headerOf(columns.estado),
    date: headerOf(columns.date),
  };
};

/** The orders that the form offers, in words; those by census data only to who sees them. */
export const sortChoices = (mayRead: boolean): { sort: ReferralSort; label: string }[] => [
  { sort: 'recent', label: 'Más recientes' },
  { sort: 'oldest', label: 'Más antiguos' },
  { sort: 'name', label: 'Nombre' },
  { sort: '-name', label: 'Nombre, de la Z a la A' },
  ...(mayRead ? byCensus : []),
];

const byCensus: { sort: ReferralSort; label: string }[] = [
  { sort: 'municipio', label: 'Municipio, puesto y mesa' },
  { sort: '-municipio', label: 'Municipio, al revés' },
  { sort: 'puesto', label: 'Puesto y mesa' },
  { sort: '-puesto', label: 'Puesto, al revés' },
  { sort: 'mesa', label: 'Mesa' },
  { sort: '-mesa', label: 'Mesa, al revés' },
  { sort: 'estado', label: 'Estado' },
  { sort: '-estado', label: 'Estado, al revés' },
];
