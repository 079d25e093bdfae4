import type { ReferralSort, StatusFilter } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import type { ListedOrder, ListedRow } from './listed.ts';

type Group = Exclude<StatusFilter, 'todos'>;

const groupOf: Record<Status, Group> = {
  PENDING: 'pendientes',
  PROCESSING: 'pendientes',
  ACTIVE: 'encontrados',
  NOT_FOUND: 'novedades',
  CANCELLED_DECEASED: 'novedades',
  CANCELLED_OTHER: 'novedades',
  ERROR: 'errores',
  TIMEOUT: 'errores',
  BLOCKED: 'errores',
};

/** As the column `census_group` has it, also a word of a newer release; who has no status waits. */
export const groupOfStatus = (status: Status | null | undefined): Group => {
  if (status == null) return 'pendientes';
  const known: Record<string, Group | undefined> = groupOf;
  return known[status] ?? 'errores';
};

/** What an order goes by, before the id that decides between equals. */
interface Order {
  columns: readonly string[];
  /** What the columns have of a row: what a cursor says. */
  keysOf(row: ListedRow): string[];
  /** As Postgres compares them. */
  values(keys: readonly string[]): unknown[];
}

const texts = (columns: readonly string[], keysOf: Order['keysOf']): Order => ({
  columns,
  keysOf,
  values: (keys) => [...keys],
});

const date: Order = {
  columns: ['"created_at"'],
  keysOf: ({ createdAt }) => [createdAt.toISOString()],
  values: (keys) => keys.map((at) => new Date(at)),
};

const places = {
  municipio: { column: '"census_municipio"', of: (row: ListedRow) => row.censusMunicipio },
  puesto: { column: '"census_puesto"', of: (row: ListedRow) => row.censusPuesto },
  mesa: { column: '"census_mesa"', of: (row: ListedRow) => row.censusMesa },
};
const name = { column: '"nombre_completo"', of: (row: ListedRow) => row.nombreCompleto };

/** Whoever has no place comes last. What of an order an index has: `branches.ts`. */
const byPlace = (...kinds: (keyof typeof places)[]): Order => {
  const parts = [...kinds.map((kind) => places[kind]), name];
  return {
    columns: [`("census_municipio" = '')`, ...parts.map(({ column }) => column)],
    keysOf: (row) => parts.map(({ of }) => of(row)),
    // A place is known whole or not at all.
    values: (keys) => [keys[0] === '', ...keys],
  };
};

const orders = {
  date,
  name: texts([name.column], (row) => [name.of(row)]),
  municipio: byPlace('municipio', 'puesto', 'mesa'),
  puesto: byPlace('puesto', 'municipio', 'mesa'),
  mesa: byPlace('mesa', 'municipio', 'puesto'),
  estado: texts(['"census_group"', name.column], (row) => [groupOfStatus(row.censusStatus), name.of(row)]),
};

/** What a sort goes by, and whether its keys fall. */
export const orderedBy = (sort: ReferralSort): { key: keyof typeof orders; order: Order; falls: boolean } => {
  if (sort === 'recent' || sort === 'oldest') return { key: 'date', order: date, falls: sort === 'recent' };
  const key = sort.replace(/^-/, '') as Exclude<keyof typeof orders, 'date'>;
  return { key, order: orders[key], falls: sort.startsWith('-') };
};

/** @param back from the list's end to its beginning */
export const orderOf = (sort: ReferralSort, back = false): ListedOrder => {
  const { order, falls } = orderedBy(sort);
  const direction = falls === back ? 'asc' : 'desc';
  return [...order.columns, '"id"'].map((column) => [column, direction]);
};
