import { type ReferralSort, type StatusFilter, statusFilters } from '../../../shared/contract/accounts.ts';
import { type Condition, condition } from './condition.ts';
import { orderedBy } from './order.ts';
import { inGroup, type Place, votingAt } from './search.ts';

/** Whom a list has. */
export interface Listed {
  /** Whose they are. */
  shown: readonly Condition[];
  status: StatusFilter;
  place: Place;
  /** What is searched for. */
  found: readonly Condition[];
}

/** All that is asked of each of them. */
export const conditionsOf = ({ shown, status, place, found }: Listed): Condition[] => [
  ...[...shown, ...inGroup(status)],
  ...[...votingAt(place), ...found],
];

/** A part of a list that an index has in the list's order. */
export interface Branch {
  where: readonly Condition[];
  /** What differs within it, of that which the list is sorted by; the id last. */
  columns: readonly string[];
  /** What all of it have of the first column that the list is sorted by, where that is one of those that do not differ. */
  lead?: string | boolean;
}

const ID = '"id"';
const PLACED = condition(`"census_municipio" <> ''`);
const UNPLACED = condition(`"census_municipio" = ''`);

/**
 * The parts of a list whose filter and order no single index has: by status, and by whether anybody knows the place. Each is read
 * from its beginning, so that it costs the same for 100 people and for 100,000.
 *
 * @returns null where one index has the list as a whole
 */
export const branchesOf = ({ shown, status, place }: Listed, sort: ReferralSort): Branch[] | null => {
  const { key, order } = orderedBy(sort);
  const isByPlace = ['municipio', 'puesto', 'mesa'].includes(key);
  const isNarrow = place.municipio !== undefined;
  if (!isByPlace && !isNarrow) return null;
  const groups = status === 'todos' ? statusFilters.filter((group) => group !== 'todos') : [status];
  return groups.flatMap((group): Branch[] => {
    const where = [...shown, ...inGroup(group), ...votingAt(place)];
    const placed = [...where, PLACED];
    if (isByPlace) {
      const known = { where: placed, columns: [...order.columns.slice(1), ID], lead: false };
      if (isNarrow) return [known];
      return [known, { where: [...where, UNPLACED], columns: ['"nombre_completo"', ID], lead: true }];
    }
    if (key === 'estado') return [{ where: placed, columns: [...order.columns.slice(1), ID], lead: group }];
    return [{ where: placed, columns: [...order.columns, ID] }];
  });
};

/**
 * What of a branch is behind a place in the list.
 *
 * @param values what the list's columns have there, the id last
 * @param isUp whether the list is read upwards
 * @returns null when nothing of it is
 */
export const behind = (
  { columns, lead }: Pick<Branch, 'columns' | 'lead'>,
  values: readonly unknown[],
  isUp: boolean,
): Condition[] | null => {
  const [first] = values;
  if (lead !== undefined && lead !== first) return lead > (first as typeof lead) === isUp ? [] : null;
  const places = columns.map(() => '?').join(', ');
  // Compared as one: with an "or" the index would be read from its beginning.
  return [
    condition(`(${columns.join(', ')}) ${isUp ? '>' : '<'} (${places})`, ...values.slice(-columns.length)),
  ];
};
